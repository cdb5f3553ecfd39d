package io.flowork.api;

import java.util.List;

/**
 * All webhooks.
 *
 * @param webhooks the oldest first
 */
public record WebhookList(List<WebhookInfo> webhooks) {
    /** Copies the webhooks. */
    public WebhookList {
        webhooks = List.copyOf(webhooks);
    }
}
