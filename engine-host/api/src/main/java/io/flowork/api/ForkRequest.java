package io.flowork.api;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tries what would have happened: makes a branch beside a run, which stays as it is.
 *
 * @param runId the run
 * @param branch the branch to fork; null for the one the run is on
 * @param t the number of the step before which the branch begins; null for the first step, or, with results, for the last
 *     one before which these effects are outstanding
 * @param set values to change there
 * @param results what outstanding effects get there
 * @param input the run's input, before the first step; null to leave it
 * @param program the text of the workflow to go on with; null for the one it has
 * @param effects what becomes of later effects: {@code {"standard": ["reuse"], "rules": [{"name": "pay", "does":
 *     ["live"]}, {"name": "ask", "output": 1}, {"name": "tell", "error": {…}}]}}; null for recorded results where nothing
 *     has changed
 * @param restart the visit of an active task that begins anew; null if everything goes on as it is
 * @param hold whether the branch is made and does not go on
 * @param by who makes it; kept in the journal
 * @param reason why; kept in the journal
 * @param commandId names the command among those to the run, as in {@link RunCommand}: given again it makes no other branch, and
 *     is answered with the one that was made, as it is then
 */
public record ForkRequest(
        String runId,
        @Nullable Integer branch,
        @Nullable Long t,
        List<Change> set,
        List<Result> results,
        @Nullable JsonValue input,
        @Nullable String program,
        @Nullable JsonObject effects,
        @Nullable Long restart,
        boolean hold,
        @Nullable String by,
        @Nullable String reason,
        @Nullable String commandId) {
    /** Copies the lists. */
    public ForkRequest {
        set = set == null ? List.of() : List.copyOf(set);
        results = results == null ? List.of() : List.copyOf(results);
    }

    /** A command that is never repeated. */
    public ForkRequest(
            String runId,
            @Nullable Integer branch,
            @Nullable Long t,
            List<Change> set,
            List<Result> results,
            @Nullable JsonValue input,
            @Nullable String program,
            @Nullable JsonObject effects,
            @Nullable Long restart,
            boolean hold,
            @Nullable String by,
            @Nullable String reason) {
        this(runId, branch, t, set, results, input, program, effects, restart, hold, by, reason, null);
    }

    /** A fork of a run with nothing changed. */
    public static ForkRequest of(String runId, @Nullable Integer branch, @Nullable Long t) {
        return new ForkRequest(runId, branch, t, List.of(), List.of(), null, null, null, null, false, null, null);
    }

    /**
     * A value to change.
     *
     * @param path what: {@code $context}, {@code $input}, {@code $output}, {@code $task.input} or a variable, and where in
     *     it, such as {@code $context.user.name} or {@code $item[0]}
     * @param value the new value
     * @param visit the visit of the task that its input, output and variables are of; null for the task that goes on next
     */
    public record Change(
            String path, JsonValue value, @Nullable Long visit) {}

    /**
     * What an effect gets: an output or an error.
     *
     * @param effect the reference or name of its task, or what it is, such as {@code http}
     * @param output its output; null if it fails
     * @param error its error; null if it does not fail
     */
    public record Result(
            String effect,
            @Nullable JsonValue output,
            @Nullable JsonObject error) {}
}
