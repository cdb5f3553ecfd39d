package io.flowork.bench;

import com.sun.net.httpserver.HttpServer;
import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.RunResult;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.Workflows;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What recording costs workflows that wait for HTTP: the time of runs of ten calls, each answered after 20 ms, with a store
 * beside without one. The two take turns.
 */
final class HttpCost {
    private static final int CALLS = 10;
    private static final int AT_ONCE = 16;
    private static final int IN_A_ROW = 10;
    private static final int WARM_UPS = 3;
    private static final long SERVICE_NANOS = 20_000_000;

    private final Path folder;
    private final int rounds;

    HttpCost(Path folder, int rounds) {
        this.folder = folder;
        this.rounds = rounds;
    }

    /**
     * Seconds for sixteen clients that each start ten runs, one after the other; each round with a store and without.
     *
     * @param recorded with a store
     * @param bare without
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Times(double[] recorded, double[] bare) {}

    Times measure() throws IOException, InterruptedException, ExecutionException {
        double[] recorded = new double[rounds];
        double[] bare = new double[rounds];
        HttpServer service = service();
        LoadedWorkflow workflow =
                DurableSpeed.workflow("http", tasks(service.getAddress().getPort()));
        try (SqliteStore store = SqliteStore.open(folder.resolve("http"));
                Engine with = engine(store);
                Engine without = engine(null)) {
            for (int i = 0; i < WARM_UPS; i++) {
                seconds(with, workflow);
                seconds(without, workflow);
            }
            for (int round = 0; round < rounds; round++) {
                if (round % 2 == 0) {
                    recorded[round] = seconds(with, workflow);
                    bare[round] = seconds(without, workflow);
                } else {
                    bare[round] = seconds(without, workflow);
                    recorded[round] = seconds(with, workflow);
                }
            }
        } finally {
            service.stop(0);
        }
        return new Times(recorded, bare);
    }

    private static Engine engine(@Nullable Store store) {
        return new Engine(
                EngineSettings.of("bench"), store, Functions.load(), Workflows.NONE, Secrets.NONE, Clock.systemUTC());
    }

    private static String tasks(int port) {
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < CALLS; i++) {
            tasks.append("  - call%d: {call: http, with: {method: post, endpoint: 'http://127.0.0.1:%d/', body: {}}}%n"
                    .formatted(i, port));
        }
        return tasks.toString();
    }

    private static HttpServer service() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        byte[] answer = "{\"customer\": \"%s\"}".formatted("x".repeat(180)).getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            LockSupport.parkNanos(SERVICE_NANOS);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static double seconds(Engine engine, LoadedWorkflow workflow)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(clients.submit(() -> {
                    for (int run = 0; run < IN_A_ROW; run++) {
                        RunResult result =
                                engine.start(workflow, JsonObject.EMPTY, null).await();
                        if (result.status() != Status.COMPLETED) {
                            throw new IllegalStateException("The run ended as " + result);
                        }
                    }
                }));
            }
            for (Future<?> client : all) {
                client.get();
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
