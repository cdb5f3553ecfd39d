package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a run's steps as a picture.
 *
 * @param runId the run
 * @param bars the most bars to give, from 1 to 1000; 500 if null
 */
public record TimelineRequest(String runId, @Nullable Integer bars) {}
