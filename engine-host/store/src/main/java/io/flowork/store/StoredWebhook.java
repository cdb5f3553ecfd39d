package io.flowork.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that sends events to a URL.
 *
 * @param id what it is called
 * @param url where it sends them
 * @param types the types of the events it sends; empty for every type
 * @param secret what it signs them with, or null
 * @param created when it was made: milliseconds since 1970-01-01 UTC
 */
public record StoredWebhook(
        String id, String url, List<String> types, @Nullable String secret, long created) {
    /** Copies the types. */
    public StoredWebhook {
        types = List.copyOf(types);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "StoredWebhook[id=" + id + ", url=" + url + ", types=" + types + "]";
    }
}
