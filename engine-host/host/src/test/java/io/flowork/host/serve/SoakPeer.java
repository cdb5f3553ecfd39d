package io.flowork.host.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What the runs of a soak call. It notes every call by the run's own id, the step and the call's key; a call of the step
 * {@code flaky} fails the first time, and as often as it is repeated with that key.
 */
final class SoakPeer implements AutoCloseable {
    private static final long SERVICE_NANOS = 10_000_000;

    private final HttpServer server;
    private final Map<String, Set<String>> keys = new ConcurrentHashMap<>();
    private final Map<String, String> firstKeys = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong withoutKey = new AtomicLong();

    SoakPeer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null) {
            withoutKey.incrementAndGet();
            key = "";
        }
        JsonObject asked = (JsonObject)
                JsonReader.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        String step = exchange.getRequestURI().getPath().substring(1);
        String effect = (asked.get("id") instanceof JsonString id ? id.value() : "") + " " + step;
        keys.computeIfAbsent(effect, name -> ConcurrentHashMap.newKeySet()).add(key);
        boolean fails = step.equals("flaky") && key.equals(firstKeys.computeIfAbsent(effect, firstKeyOf(key)));
        LockSupport.parkNanos(SERVICE_NANOS);
        byte[] body = "{\"step\": \"%s\", \"data\": \"%s\"}"
                .formatted(step, "x".repeat(150))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(fails ? 503 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static java.util.function.Function<String, String> firstKeyOf(String key) {
        return effect -> key;
    }

    /** How many calls there were. */
    long calls() {
        return calls.get();
    }

    /** How many had no key. */
    long withoutKey() {
        return withoutKey.get();
    }

    /** How many effects there were: repetitions with one key are one. */
    long effects() {
        return keys.values().stream().mapToLong(Set::size).sum();
    }

    /** The effects of a run with other than the keys there must be: one, or two where the first call fails. */
    List<String> wrong(String id, List<String> steps) {
        return steps.stream()
                .filter(step -> keys.getOrDefault(id + " " + step, Set.of()).size() != (step.equals("flaky") ? 2 : 1))
                .map(step -> id + " " + step + ": " + keys.get(id + " " + step))
                .toList();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
