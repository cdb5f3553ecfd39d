package io.flowork.api;

import java.time.Instant;
import java.util.List;

/**
 * A subscription that sends events to a URL.
 *
 * @param id what it is called
 * @param url where it sends them
 * @param types the types of the events it sends; empty for every type but lifecycle events
 * @param signed whether it signs them; the secret is told to nobody
 * @param createdAt when it was made
 */
public record WebhookInfo(String id, String url, List<String> types, boolean signed, Instant createdAt) {
    /** Copies the types. */
    public WebhookInfo {
        types = List.copyOf(types);
    }
}
