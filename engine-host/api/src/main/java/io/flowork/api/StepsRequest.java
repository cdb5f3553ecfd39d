package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Which steps of a run to give.
 *
 * @param runId the run
 * @param after the number of the step after which to begin; from the first step if null
 * @param limit the most steps to give, from 1 to 1000; 100 if null
 */
public record StepsRequest(
        String runId, @Nullable Long after, @Nullable Integer limit) {}
