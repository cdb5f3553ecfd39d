package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Something a run is to do.
 *
 * @param runId its id
 * @param reason why, if said; kept in the journal
 */
public record RunCommand(String runId, @Nullable String reason) {}
