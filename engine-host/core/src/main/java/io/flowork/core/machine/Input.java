package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What reaches a run from outside. The journal holds exactly these. */
public sealed interface Input {
    /** The key of the effect that it is for, as its result or a part of it; null if it is for none. */
    default @Nullable String key() {
        return null;
    }

    /**
     * The run started.
     *
     * @param runId identifies the run
     * @param input its raw input
     * @param runtime what {@code $runtime} is: {@code name}, {@code version}, {@code metadata}
     * @param limits what decides outcomes; null in journals that do not say, for which {@link Limits#UNRECORDED} holds
     */
    record Started(
            String runId,
            JsonValue input,
            JsonObject runtime,
            @Nullable Limits limits) implements Input {}

    /**
     * An effect completed.
     *
     * @param key the effect's key
     * @param output its result
     */
    record Completed(String key, JsonValue output) implements Input {}

    /**
     * An effect failed.
     *
     * @param key the effect's key
     * @param error why
     */
    record Failed(String key, WorkflowError error) implements Input {}

    /**
     * A timer is due.
     *
     * @param key the timer's key
     */
    record Fired(String key) implements Input {}

    /**
     * An event arrived that a subscription accepts.
     *
     * @param key the subscription's key
     * @param event the CloudEvent as an object of its attributes and {@code data}
     */
    record Event(String key, JsonObject event) implements Input {}

    /**
     * An operator wants the run to stop for now.
     *
     * @param by who, if known
     */
    record Suspend(@Nullable String by) implements Input {}

    /**
     * An operator wants the run to go on.
     *
     * @param by who, if known
     */
    record Resume(@Nullable String by) implements Input {}

    /**
     * An operator wants the run to end.
     *
     * @param reason why, if said
     */
    record Cancel(@Nullable String reason) implements Input {}

    /**
     * An evaluation took too long on the clock and was stopped. The transition it belongs to, the next one, fails.
     *
     * @param millis how long it was allowed to take
     */
    record Stopped(long millis) implements Input {}

    /**
     * The machine came to a state that cannot be: a bug. The run faults and keeps its journal.
     *
     * @param error what the run's error is
     */
    record Broken(WorkflowError error) implements Input {}

    /**
     * A new branch goes on from here: its first entry. What it schedules from now on has keys of its own.
     *
     * @param branch the number of the branch, greater than that of the branch it forked from
     * @param visit the visit of an active task that begins anew, with its raw input; -1 when everything goes on as it is
     * @param reason why, if said
     * @param aside what makes it a branch beside the run's own; null when the run itself goes on here
     */
    record Forked(
            int branch,
            long visit,
            @Nullable String reason,
            @Nullable Aside aside) implements Input {
        /** A branch on which the run itself goes on. */
        public Forked(int branch, long visit, @Nullable String reason) {
            this(branch, visit, reason, null);
        }
    }

    /** The run has ended and everything that it left is done: its journal is complete. */
    record Closed() implements Input {}
}
