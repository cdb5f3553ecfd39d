package io.flowork.api;

/**
 * Names a step of a run.
 *
 * @param runId the run
 * @param t the number of the step
 */
public record StepRef(String runId, long t) {}
