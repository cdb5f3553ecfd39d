package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.program.Flow;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What a task remembers while its body runs. */
sealed interface Detail {
    /** Nothing yet. */
    enum Fresh implements Detail {
        FRESH
    }

    /** Its list of tasks runs. */
    enum Inside implements Detail {
        INSIDE
    }

    /** It is skipped. */
    enum Skipped implements Detail {
        SKIPPED
    }

    /**
     * Extensions are gone through.
     *
     * @param place the place among the node's extensions
     * @param inside whether its tasks run
     */
    record Extending(int place, boolean inside) implements Detail {}

    /** An error was raised inside, or by itself, and is passed on next. */
    record Failing(WorkflowError error) implements Detail {}

    /** A value was computed and is used in the next step. */
    record Computed(JsonValue value) implements Detail {}

    /**
     * Its call was authorized, which its output and export may ask for.
     *
     * @param authorization what {@code $authorization} is
     */
    record Authorized(JsonObject authorization) implements Detail {}

    /** Waits for an effect; afterwards it goes on with another detail. */
    record Waiting(String key, Detail after) implements Detail {}

    /**
     * A loop.
     *
     * @param items its items
     * @param index the turn it is at
     * @param data the output of the turn before
     * @param stage what comes next at this turn
     */
    record Loop(JsonArray items, int index, JsonValue data, LoopStage stage) implements Detail {}

    /** What comes next at a turn of a loop. */
    enum LoopStage {
        CHECK,
        TURN,
        INSIDE
    }

    /**
     * Branches at work.
     *
     * @param results the output of each branch so far; null where it is not known yet
     * @param started how many branches have started
     * @param left how many have not ended
     */
    record Forked(JsonArray results, int started, int left) implements Detail {}

    /** The next case of a switch to look at. */
    record Choosing(int next) implements Detail {}

    /**
     * An attempt.
     *
     * @param attempt its number, from 1
     * @param since when the first attempt began
     * @param key the key of the timer that limits this attempt, if any
     */
    record Trying(int attempt, long since, @Nullable String key) implements Detail {}

    /**
     * An error to look at.
     *
     * @param attempt the number of the attempt that failed
     * @param since when the first attempt began
     * @param error the error
     * @param stage what comes next
     */
    record Deciding(int attempt, long since, WorkflowError error, DecidingStage stage) implements Detail {}

    /** What comes next with an error. */
    enum DecidingStage {
        WHEN,
        EXCEPT_WHEN,
        RETRY_WHEN,
        RETRY_EXCEPT_WHEN,
        RETRY,
        CATCH
    }

    /** The delay before the next attempt. */
    record BackingOff(int attempt, long since, WorkflowError error, String key) implements Detail {}

    /** The tasks of a catch run. */
    record Handling(WorkflowError error) implements Detail {}

    /**
     * Events are consumed.
     *
     * @param key the subscription's key
     * @param consumed what was consumed, as it is read
     * @param results the outputs of the turns so far
     * @param matched for {@code all}: the numbers of the filters that have their event
     * @param ended for {@code until} by events: the numbers of the filters that have their event
     * @param bindings the values that correlations are bound to
     * @param turn how many turns have begun
     * @param stage what comes next
     * @param closed whether no more events are consumed
     */
    record Listening(
            String key,
            JsonArray consumed,
            JsonArray results,
            JsonArray matched,
            JsonArray ended,
            JsonObject bindings,
            int turn,
            ListenStage stage,
            boolean closed)
            implements Detail {}

    /**
     * Messages are consumed.
     *
     * @param key the key of the call that receives them
     * @param timer the key of the timer that ends it, if any
     * @param consumed what was received, with what no turn was made for yet
     * @param results the outputs of the turns so far
     * @param turn how many turns have begun
     * @param stage what comes next
     * @param closed whether no more messages are received
     */
    record Consuming(
            String key,
            @Nullable String timer,
            JsonArray consumed,
            JsonArray results,
            int turn,
            ListenStage stage,
            boolean closed)
            implements Detail {
        Consuming next(ListenStage next) {
            return new Consuming(key, timer, consumed, results, turn, next, closed);
        }

        Consuming with(JsonArray newResults, int newTurn, ListenStage next) {
            return new Consuming(key, timer, consumed, newResults, newTurn, next, closed);
        }
    }

    /** What comes next while events are consumed. */
    enum ListenStage {
        WAIT,
        NEXT,
        INSIDE,
        OUTPUT,
        EXPORT
    }

    /** The task goes elsewhere than its own directive says. */
    record Redirected(Flow then) implements Detail {}
}
