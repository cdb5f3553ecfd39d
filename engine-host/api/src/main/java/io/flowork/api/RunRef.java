package io.flowork.api;

/**
 * Names a run.
 *
 * @param runId its id
 */
public record RunRef(String runId) {}
