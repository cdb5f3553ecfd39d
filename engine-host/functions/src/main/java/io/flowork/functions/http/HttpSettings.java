package io.flowork.functions.http;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * What the owner of the engine decides about HTTP.
 *
 * @param hostOverrides where requests to a host really go: from {@code host} or {@code host:port} to the URI that
 *     replaces scheme, host and port, and whose path comes before the request's. What users see keeps the original
 * @param maxResponseBytes the largest body of a response, before and after it is decompressed, in bytes
 * @param connectTimeout how long establishing a connection may take
 */
public record HttpSettings(Map<String, URI> hostOverrides, int maxResponseBytes, Duration connectTimeout) {
    /** No overrides, 64 MiB, ten seconds. */
    public static final HttpSettings DEFAULT = new HttpSettings(Map.of(), 64 << 20, Duration.ofSeconds(10));

    /** Copies the overrides. */
    public HttpSettings {
        hostOverrides = Map.copyOf(hostOverrides);
    }

    /** These settings with other overrides. */
    public HttpSettings withHostOverrides(Map<String, URI> overrides) {
        return new HttpSettings(overrides, maxResponseBytes, connectTimeout);
    }
}
