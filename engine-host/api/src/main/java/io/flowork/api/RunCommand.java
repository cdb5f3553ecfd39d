package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Something a run is to do.
 *
 * @param runId its id
 * @param reason why, if said; kept in the journal
 * @param commandId names the command among those to the run, in 1 to {@value StartRequest#LONGEST_KEY} characters: given
 *     again it is one, and gets the answer that the first got; null if it is never repeated
 */
public record RunCommand(
        String runId, @Nullable String reason, @Nullable String commandId) {
    /** A command that is never repeated. */
    public RunCommand(String runId, @Nullable String reason) {
        this(runId, reason, null);
    }
}
