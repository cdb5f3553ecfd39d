package io.flowork.runtime;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** A server that counts what was asked of it; at {@code /fail/…} it fails. */
final class CountedCalls implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    CountedCalls() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            counts.merge(name(path), 1, Integer::sum);
            exchange.sendResponseHeaders(path.startsWith("/fail/") ? 503 : 204, -1);
            exchange.close();
        });
        server.start();
    }

    /** Where it is. */
    String base() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A task that calls it under its own name. */
    String call(String name) {
        return "- %s: {call: http, with: {method: get, endpoint: '%s/%s'}}%n".formatted(name, base(), name);
    }

    /** The last part of a path or of a task's reference. */
    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** How often a name was called. */
    int of(String name) {
        return counts.getOrDefault(name, 0);
    }

    /** How often each was called since the last time. */
    Map<String, Integer> take() {
        Map<String, Integer> taken = new HashMap<>(counts);
        counts.clear();
        return taken;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
