package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Takes control of a run, for as long as the session lasts or until {@code run/release}.
 *
 * @param runId the run; it may have ended, and may go on as another branch
 * @param who who takes it, for others who try; nobody in particular if null
 */
public record ControlRequest(String runId, @Nullable String who) {}
