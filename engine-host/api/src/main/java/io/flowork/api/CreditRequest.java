package io.flowork.api;

/**
 * Lets a subscription send more.
 *
 * @param subscription its name within the session
 * @param frames how many events more than before
 * @param bytes how many bytes more than before, counted as in {@link SubscribeRequest}
 */
public record CreditRequest(String subscription, long frames, long bytes) {}
