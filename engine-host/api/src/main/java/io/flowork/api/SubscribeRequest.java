package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the events of a run: its journal's entries, first those that are there, and how it stands.
 *
 * @param subscription names the subscription within the session; the client chooses it
 * @param runId the run
 * @param branch the branch that {@code after} counts on; the one the run is on if null
 * @param after the number of the entry after which to begin; from the first entry if null
 */
public record SubscribeRequest(
        String subscription,
        String runId,
        @Nullable Integer branch,
        @Nullable Long after) {}
