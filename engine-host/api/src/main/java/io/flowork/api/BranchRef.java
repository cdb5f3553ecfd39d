package io.flowork.api;

/**
 * Names a branch.
 *
 * @param runId the run
 * @param branch its number
 */
public record BranchRef(String runId, int branch) {}
