package io.flowork.gateway;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a gateway works.
 *
 * @param address the address to listen on, a loopback one
 * @param port the port to listen on; 0 for any that is free
 * @param token gives what callers must know; who knows what it gave before is shut out
 * @param tokenPlace where callers find the token, as messages call it
 * @param bodyBytes the largest content of a request, in bytes
 * @param headerBytes the largest header of a request, in bytes
 * @param connections how many connections may be open at the same time; further ones wait
 * @param idle how long a connection may be silent
 * @param ping how often the clients of WebSockets are asked whether they are there; two that are not answered are too many
 * @param version this product's version
 */
public record GatewaySettings(
        String address,
        int port,
        Supplier<String> token,
        String tokenPlace,
        long bodyBytes,
        int headerBytes,
        int connections,
        Duration idle,
        Duration ping,
        String version) {
    /** The largest content of a request, if nobody says otherwise. */
    public static final long BODY_BYTES = 16L << 20;

    /** How many connections may be open, if nobody says otherwise. */
    public static final int CONNECTIONS = 1_000;

    private static final int HEADER_BYTES = 16 << 10;
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** Tunnels cut a socket that is idle for a minute. */
    private static final Duration PING = Duration.ofSeconds(20);

    /** The usual settings. */
    public static GatewaySettings of(
            String address, int port, Supplier<String> token, String tokenPlace, String version) {
        return new GatewaySettings(
                address, port, token, tokenPlace, BODY_BYTES, HEADER_BYTES, CONNECTIONS, IDLE, PING, version);
    }

    /** The same with other limits. */
    public GatewaySettings limitedTo(long mostBodyBytes, int mostConnections) {
        return new GatewaySettings(
                address, port, token, tokenPlace, mostBodyBytes, headerBytes, mostConnections, idle, ping, version);
    }

    /** The same with another time between questions to clients of WebSockets. */
    public GatewaySettings askingEvery(Duration time) {
        return new GatewaySettings(
                address, port, token, tokenPlace, bodyBytes, headerBytes, connections, idle, time, version);
    }
}
