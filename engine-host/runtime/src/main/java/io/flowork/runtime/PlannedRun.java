package io.flowork.runtime;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A run that is started as soon as what it follows from is recorded: in the same transaction.
 *
 * @param id its id
 * @param caller who starts it; their runs are counted together
 * @param workflow what to run
 * @param input its input
 */
public record PlannedRun(String id, String caller, LoadedWorkflow workflow, JsonValue input) {

    /** Plans what follows from events. */
    @FunctionalInterface
    public interface Planner {
        /** The run that follows from an event; null when none does. */
        @Nullable
        PlannedRun plan(JsonObject event);
    }
}
