package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Which entries of a journal to give.
 *
 * @param runId the run
 * @param branch the branch; the one the run is on if null
 * @param after the number of the entry after which to begin; from the first entry if null
 * @param limit the most entries to give, from 1 to 1000; 100 if null
 */
public record JournalRequest(
        String runId,
        @Nullable Integer branch,
        @Nullable Long after,
        @Nullable Integer limit) {}
