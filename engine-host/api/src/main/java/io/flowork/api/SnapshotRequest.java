package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a kept state of a run.
 *
 * @param runId the run
 * @param branch the branch; the one the run is on if null
 * @param atOrBefore the last entry that the state may have; any if null
 */
public record SnapshotRequest(
        String runId, @Nullable Integer branch, @Nullable Long atOrBefore) {}
