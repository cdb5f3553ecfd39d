package io.flowork.api;

/**
 * A command was given to a run.
 *
 * @param runId the run
 * @param status where it stood then; it may not have obeyed yet
 */
public record CommandResult(String runId, RunStatus status) {}
