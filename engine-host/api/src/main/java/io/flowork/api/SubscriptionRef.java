package io.flowork.api;

/**
 * Names a subscription.
 *
 * @param subscription its name within the session
 */
public record SubscriptionRef(String subscription) {}
