package io.flowork.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which faulted runs to group by their errors.
 *
 * @param namespace their workflow's namespace; any if null
 * @param name their workflow's name; any if null
 * @param text what their id begins with, or their workflow's name or error contains; anything if null
 * @param since when the oldest was created; any time if null
 * @param until when the newest was created; any time if null
 * @param cursor {@link RunGroups#next} of the page before; the first page if null
 * @param limit the most groups to list, from 1 to 1000; 100 if null
 */
public record RunGroupsRequest(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String text,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String cursor,
        @Nullable Integer limit) {}
