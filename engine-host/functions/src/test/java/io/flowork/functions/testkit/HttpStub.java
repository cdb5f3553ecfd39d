package io.flowork.functions.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server on a free port of the loopback interface that answers as it is told and remembers what it was asked. */
public final class HttpStub implements AutoCloseable {

    /**
     * A request as it came in.
     *
     * @param method its method
     * @param target its path and query, as sent
     * @param headers its header; names as the server spells them, such as {@code Content-type}
     * @param body its body
     */
    public record Asked(String method, String target, Map<String, List<String>> headers, byte[] body) {
        /** The first value of a field, or null. */
        public @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(field -> field.getKey().equalsIgnoreCase(name))
                    .map(field -> field.getValue().getFirst())
                    .findFirst()
                    .orElse(null);
        }

        /** The body as text. */
        public String text() {
            return new String(body, UTF_8);
        }
    }

    /**
     * What is answered.
     *
     * @param status the status code
     * @param headers the header
     * @param body the body
     */
    public record Answer(int status, Map<String, String> headers, byte[] body) {
        /** An answer with a text of some type. */
        public static Answer of(int status, String type, String body) {
            return new Answer(status, Map.of("Content-Type", type), body.getBytes(UTF_8));
        }

        /** A JSON document. */
        public static Answer json(String body) {
            return of(200, "application/json", body);
        }

        /** No content. */
        public static Answer status(int status) {
            return new Answer(status, Map.of(), new byte[0]);
        }

        /** This answer with a field of the header. */
        public Answer with(String name, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(name, value);
            return new Answer(status, more, body);
        }
    }

    /** Decides what is answered. */
    public interface Handler {
        /** The answer to a request. */
        Answer answer(Asked asked) throws IOException, InterruptedException;
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();

    /** Starts a server. */
    public HttpStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.start();
    }

    /** Answers requests to paths that start with a prefix; the longest prefix counts. */
    public HttpStub on(String prefix, Handler handler) {
        server.createContext(prefix, exchange -> handle(exchange, handler));
        return this;
    }

    private void handle(HttpExchange exchange, Handler handler) throws IOException {
        try (exchange) {
            Map<String, List<String>> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, new ArrayList<>(values)));
            Asked request = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            asked.add(request);
            Answer answer = handler.answer(request);
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
            boolean empty = answer.body().length == 0 || request.method().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), empty ? -1 : answer.body().length);
            if (!empty) {
                exchange.getResponseBody().write(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The URI of a path on this server. */
    public String uri(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    /** The URI of this server. */
    public URI base() {
        return URI.create(uri(""));
    }

    /** The requests so far, in order. */
    public List<Asked> asked() {
        return asked;
    }

    /** The last request. */
    public Asked last() {
        return asked.getLast();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
