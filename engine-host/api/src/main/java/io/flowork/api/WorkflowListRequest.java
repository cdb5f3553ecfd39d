package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Which workflows to list.
 *
 * @param namespace their namespace; any if null
 * @param name their name; any if null
 * @param cursor {@link WorkflowPage#next} of the page before; the first page if null
 * @param limit the most to list, from 1 to 1000; 100 if null
 */
public record WorkflowListRequest(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String cursor,
        @Nullable Integer limit) {}
