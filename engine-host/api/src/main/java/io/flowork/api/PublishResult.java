package io.flowork.api;

/**
 * Events were published.
 *
 * @param events how many
 * @param deliveries to how many tasks, schedules and webhooks that want their types they were brought, all together
 */
public record PublishResult(int events, int deliveries) {}
