package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where events are to be sent.
 *
 * @param url an absolute http or https URL
 * @param types the types of the events to send; empty for every type but lifecycle events
 * @param secret what deliveries are signed with, at least 16 characters; null to sign none
 */
public record WebhookRequest(
        String url, List<String> types, @Nullable String secret) {
    /** Copies the types. */
    public WebhookRequest {
        types = types == null ? List.of() : List.copyOf(types);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookRequest[url=" + url + ", types=" + types + "]";
    }
}
