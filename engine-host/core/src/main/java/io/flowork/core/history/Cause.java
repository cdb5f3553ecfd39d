package io.flowork.core.history;

import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonValue;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A value at some time of a run, and where it comes from.
 *
 * @param kind what it is
 * @param how what it has to do with the value that it is an origin of
 * @param t the number of the step at which it was made or came in; -1 when that is not known
 * @param strand the strand it belongs to; 0 is the main line
 * @param reference the task it belongs to, or {@code /} for the workflow
 * @param stage the place in the task, such as {@code input.from}; for an answer the function that was called; for a change
 *     the branch, such as {@code branch 2}; else null
 * @param spot the part of an expression that made it, if one did
 * @param path the keys and indices that lead to it in what it is a part of
 * @param value the value
 * @param from where it comes from; empty for what has no origin in the run, and for what is already told elsewhere
 */
public record Cause(
        Kind kind,
        Lineage.Kind how,
        long t,
        int strand,
        String reference,
        @Nullable String stage,
        Step.@Nullable Spot spot,
        List<JsonValue> path,
        JsonValue value,
        List<Cause> from) {
    /** What a value is. */
    public enum Kind {
        /** A task's input, after {@code input.from}. */
        INPUT,
        /** A task's input as it came. */
        RAW_INPUT,
        /** A task's output, after {@code output.as}. */
        OUTPUT,
        /** A task's output before it was transformed. */
        RAW_OUTPUT,
        /** The run's context. */
        CONTEXT,
        /** The result of an expression or a template. */
        EXPRESSION,
        /** The run's input. */
        RUN_INPUT,
        /** The answer to a call. */
        ANSWER,
        /** The output of a run of another workflow. */
        CHILD_RUN,
        /** An event or message that came in. */
        EVENT,
        /** The index of a turn of a loop. */
        INDEX,
        /** An error that was caught. */
        ERROR,
        /** It stands in the workflow. */
        WRITTEN,
        /** The engine provides it: the run's id, times, the workflow's own text. */
        RUNTIME,
        /** A secret. */
        SECRET,
        /** Somebody put it there when a branch was made. */
        EDITED,
        /** The run does not say. */
        UNKNOWN
    }

    /** Copies the path; the origins are added by who finds them. */
    public Cause {
        path = List.copyOf(path);
    }

    @Override
    public List<Cause> from() {
        return Collections.unmodifiableList(from);
    }

    void add(Cause origin) {
        from.add(origin);
    }
}
