package io.flowork.api;

/**
 * Lets a subscription send more.
 *
 * @param subscription its name within the session
 * @param frames how many events more than before
 * @param bytes about how many bytes more than before
 */
public record CreditRequest(String subscription, long frames, long bytes) {}
