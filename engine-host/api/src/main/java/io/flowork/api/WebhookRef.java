package io.flowork.api;

/**
 * Names a webhook.
 *
 * @param id what it is called
 */
public record WebhookRef(String id) {}
