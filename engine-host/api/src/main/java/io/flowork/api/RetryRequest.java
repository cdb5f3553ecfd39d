package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Lets a run that has ended go on.
 *
 * @param runId its id
 * @param from the task to go on from: its reference, such as {@code /do/0/pay}, or its name; null for the task that failed,
 *     or where the run was cancelled
 * @param reason why, if said; kept in the journal
 * @param commandId names the command among those to the run, as in {@link RunCommand}
 */
public record RetryRequest(
        String runId,
        @Nullable String from,
        @Nullable String reason,
        @Nullable String commandId) {
    /** A command that is never repeated. */
    public RetryRequest(String runId, @Nullable String from, @Nullable String reason) {
        this(runId, from, reason, null);
    }
}
