package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * What came of starting a run.
 *
 * @param runId the run
 * @param repeated whether an earlier start with the same idempotency key had started it
 * @param run the run, if it has ended; null if it goes on
 */
public record StartResult(
        String runId, boolean repeated, @Nullable RunInfo run) {}
