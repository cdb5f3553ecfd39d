package io.flowork.grammar.workflow;

import org.jspecify.annotations.Nullable;

/**
 * When a workflow starts by itself.
 *
 * @param every the interval between starts, if any
 * @param cron a cron expression, if any
 * @param after the delay between an end and the next start, if any
 * @param on the events that start it, if any
 * @param read what of those events becomes the input
 */
public record Schedule(
        @Nullable Duration every,
        @Nullable String cron,
        @Nullable Duration after,
        @Nullable EventStrategy on,
        Task.EventRead read) {}
