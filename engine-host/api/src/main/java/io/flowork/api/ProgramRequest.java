package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a program of a run.
 *
 * @param runId the run
 * @param hash which one: the hash of a text that one of its branches goes on with; null for the run's own
 */
public record ProgramRequest(String runId, @Nullable String hash) {}
