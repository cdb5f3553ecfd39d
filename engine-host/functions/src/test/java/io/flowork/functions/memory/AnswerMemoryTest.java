package io.flowork.functions.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.core.error.WorkflowError;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpFunction;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.process.ProcessSettings;
import io.flowork.functions.process.ShellFunction;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.functions.testkit.Calls;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What answers may take together, over sockets: each answer is half there, and comes to its end when it is let. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AnswerMemoryTest {
    private static final int HALF = 1 << 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AnswerMemory memory = new AnswerMemory(3 * HALF);
    private final FunctionHandler http =
            new BoundedFunction(new HttpFunction(new HttpCaller(HttpSettings.DEFAULT)), memory);
    private final CountDownLatch rest = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        byte[] half = "x".repeat(HALF).getBytes(StandardCharsets.US_ASCII);
        server.createContext("/", exchange -> {
            try (exchange) {
                exchange.getResponseHeaders().add("Content-Type", "text/plain");
                exchange.sendResponseHeaders(200, 2 * HALF);
                exchange.getResponseBody().write(half);
                exchange.getResponseBody().flush();
                if (exchange.getRequestURI().getPath().equals("/slow")) {
                    rest.await();
                }
                exchange.getResponseBody().write(half);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        rest.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private String get(String path) {
        return "{\"method\": \"get\", \"endpoint\": \"http://127.0.0.1:%d%s\"}"
                .formatted(server.getAddress().getPort(), path);
    }

    private Future<JsonValue> slow() {
        return threads.submit(() -> new Calls().call(http, get("/slow")));
    }

    private void awaitHeld(long bytes) {
        while (memory.held() != bytes) {
            Thread.onSpinWait();
        }
    }

    private static void isWhole(JsonValue output) {
        assertThat(((JsonString) output).value()).hasSize(2 * HALF);
    }

    @Test
    void whatGoesOverTheBoundIsRefusedAndWhatWasTakenComesBack() throws Exception {
        Future<JsonValue> first = slow();
        Future<JsonValue> second = slow();
        awaitHeld(2 * HALF);
        WorkflowError error = new Calls().error(http, get("/fast"));
        assertThat(error.type()).isEqualTo(WorkflowError.Kind.COMMUNICATION.uri());
        assertThat(error.detail()).contains("larger together than " + 3 * HALF + " bytes", "call again later");
        awaitHeld(2 * HALF);
        rest.countDown();
        int whole = 0;
        for (Future<JsonValue> each : List.of(first, second)) {
            try {
                isWhole(each.get());
                whole++;
            } catch (ExecutionException e) { // both halves more may be one too many
                assertThat(e.getCause()).hasMessageContaining("larger together");
            }
        }
        assertThat(whole).as("of two, one at least came to its end").isPositive();
        assertThat(memory.held()).isZero();
        isWhole(new Calls().call(http, get("/fast")));
        assertThat(memory.held()).isZero();
    }

    @Test
    void aloneACallMayHaveWhatItsOwnLimitAllows() throws Exception {
        AnswerMemory small = new AnswerMemory(1_000);
        FunctionHandler bounded = new BoundedFunction(new HttpFunction(new HttpCaller(HttpSettings.DEFAULT)), small);
        isWhole(new Calls().call(bounded, get("/fast")));
        assertThat(small.held()).isZero();
    }

    @Test
    void ofManyAtOnceSomeComeToTheirEndAndNeverHoldMoreThanTheBoundAndOne() throws Exception {
        rest.countDown();
        AtomicInteger whole = new AtomicInteger();
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            calls.add(threads.submit(() -> {
                try {
                    isWhole(new Calls().call(http, get("/fast")));
                    whole.incrementAndGet();
                } catch (FunctionException e) {
                    assertThat(e.error().detail()).contains("larger together");
                }
                return null;
            }));
        }
        while (calls.stream().anyMatch(call -> !call.isDone())) {
            assertThat(memory.held()).isLessThanOrEqualTo(3 * HALF + 2 * HALF);
            Thread.onSpinWait();
        }
        for (Future<?> call : calls) {
            call.get(10, TimeUnit.SECONDS);
        }
        assertThat(whole).hasPositiveValue();
        assertThat(memory.held()).isZero();
    }

    @Test
    void whatAProcessPrintsCounts() throws Exception {
        Future<JsonValue> other = slow();
        awaitHeld(HALF);
        FunctionHandler shell = new BoundedFunction(new ShellFunction(ProcessSettings.of(Map.of())), memory);
        WorkflowError error = new Calls(Map.of(), Set.of("shell"))
                .error(shell, "{\"command\": \"head -c %d /dev/zero\"}".formatted(3 * HALF));
        assertThat(error.detail()).contains("was stopped", "larger together");
        rest.countDown();
        isWhole(other.get());
        assertThat(memory.held()).isZero();
    }
}
