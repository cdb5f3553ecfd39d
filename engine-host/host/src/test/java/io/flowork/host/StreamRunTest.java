package io.flowork.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A workflow that publishes messages over HTTP and consumes a stream of events whose connection ends after each one. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamRunTest {
    @TempDir
    Path folder;

    private final List<String> posted = new CopyOnWriteArrayList<>();
    private final List<String> queries = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Workbench bench;
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/rooms/kitchen/readings", this::answer);
        server.start();
        bench = new Workbench(folder);
        Path workflows = Workbench.root().resolve("testdata/workflows/protocols");
        for (String file : new String[] {"asyncapi-http.flow.yaml", "readings.asyncapi.yaml"}) {
            bench.file(file, Files.readString(workflows.resolve(file)));
        }
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getRequestMethod().equals("POST")) {
                posted.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            queries.add(exchange.getRequestURI().getQuery());
            String last = exchange.getRequestHeaders().getFirst("Last-Event-ID");
            int next = last == null ? 0 : Integer.parseInt(last) + 1;
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write("retry: 100\nid: %d\ndata: %s\n\n"
                            .formatted(next, posted.get(next))
                            .getBytes(UTF_8));
        }
    }

    @Test
    void messagesArePublishedConsumedAndReplayedWithoutTheServer() throws IOException {
        assertThat(bench.run("check", ".").ended(0).out()).doesNotContain("FW");
        String input = "{\"port\": " + server.getAddress().getPort() + "}";
        assertThat(bench.run("run", "asyncapi-http.flow.yaml", "--input", input)
                        .ended(0)
                        .out()
                        .replaceAll("\\s", ""))
                .isEqualTo("[{\"degrees\":23,\"id\":\"1\"},{\"degrees\":24,\"id\":\"2\"}]");
        assertThat(queries).hasSizeGreaterThanOrEqualTo(3).containsOnly("unit=celsius");
        server.stop(0);
        String list = bench.run("runs", "list", "--json").ended(0).out();
        String run = list.replaceAll("(?s).*?\"runId\": ?\"([^\"]+)\".*", "$1");
        bench.run("runs", "replay", run).ended(0);
    }
}
