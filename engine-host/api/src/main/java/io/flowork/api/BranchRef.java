package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Names a branch of a run.
 *
 * @param runId the run
 * @param branch the number of the branch; the one the run is on if null
 */
public record BranchRef(String runId, @Nullable Integer branch) {}
