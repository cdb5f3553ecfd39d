package io.flowork.api;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a run.
 *
 * @param runId the run
 * @param branch its number; 0 is how the run began
 * @param own whether the run itself is, or was, on it; else it is beside the run
 * @param parent the branch that it forked from; null for branch 0
 * @param seq the number of the last journal entry that it shares; null for branch 0
 * @param t the number of the step at which it forked; null for branch 0
 * @param by who made it, if known
 * @param reason why, if said
 * @param edits what was changed at the fork, in order
 * @param program the hash of the workflow's text that it goes on with; null for the run's own
 * @param effects what becomes of its effects; null for a branch of the run's own
 * @param status where it stands
 * @param steps how many steps it has made, with those it shares
 * @param output its output, once it has completed
 * @param error its error, once it has faulted
 * @param wanted what it waits for
 */
public record BranchInfo(
        String runId,
        int branch,
        boolean own,
        @Nullable Integer parent,
        @Nullable Long seq,
        @Nullable Long t,
        @Nullable String by,
        @Nullable String reason,
        List<Edited> edits,
        @Nullable String program,
        @Nullable JsonObject effects,
        RunStatus status,
        long steps,
        @Nullable JsonValue output,
        @Nullable JsonValue error,
        List<Wanted> wanted) {
    /** Copies the lists. */
    public BranchInfo {
        edits = edits == null ? List.of() : List.copyOf(edits);
        wanted = wanted == null ? List.of() : List.copyOf(wanted);
    }

    /**
     * A value that was changed.
     *
     * @param path what and where
     * @param visit the visit of the task it belongs to; null for what belongs to the run
     * @param value the new value
     */
    public record Edited(String path, @Nullable Long visit, ShownValue value) {}

    /**
     * An effect that a branch waits for.
     *
     * @param kind what it is: a function's name, {@code timer}, {@code run}, {@code subscribe} or {@code publish}
     * @param reference the task that wants it
     * @param request what would be sent
     * @param live whether it is to be carried out; else somebody has to decide what it gets
     */
    public record Wanted(String kind, String reference, ShownValue request, boolean live) {}
}
