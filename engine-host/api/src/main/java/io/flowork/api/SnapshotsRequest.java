package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks which snapshots of a branch there are.
 *
 * @param runId the run
 * @param branch the number of the branch; the one the run is on if null
 */
public record SnapshotsRequest(String runId, @Nullable Integer branch) {}
