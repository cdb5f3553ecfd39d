package io.flowork.api;

/**
 * Events were published.
 *
 * @param events how many
 * @param deliveries to how many listening tasks they were brought, all together
 */
public record PublishResult(int events, int deliveries) {}
