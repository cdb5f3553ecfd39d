package io.flowork.runtime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.store.StoreException;
import io.flowork.store.sqlite.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** Calls that hang, that give too much, and that bring messages faster than their run can take them. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = ThreadMode.SEPARATE_THREAD)
class CallsTest {
    @TempDir
    Path folder;

    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder.resolve("store"));
        GateFunction.close();
        StubbornFunction.OPEN.drainPermits();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Engine engine(CallLimits calls, Limits limits) {
        return new Engine(
                EngineSettings.of("test").limitedTo(limits, 10_000).calling(calls),
                store,
                Functions.load(),
                Workflows.NONE,
                Secrets.NONE,
                Clock.systemUTC());
    }

    private LoadedWorkflow workflow(String name, String tasks) {
        return TestWorkflows.parse(TestWorkflows.text(name, tasks), folder);
    }

    private static WorkflowError fault(Run run) {
        RunResult result = run.await();
        assertThat(result.status()).isEqualTo(Status.FAULTED);
        return result.error();
    }

    private static CallLimits limits(int abandoned) {
        return new CallLimits(null, Duration.ZERO, abandoned, Duration.ZERO);
    }

    @Test
    void anEventThatNotEverybodyCouldRecordIsTold() {
        List<LogRecord> told = new CopyOnWriteArrayList<>();
        Logger logger = Logger.getLogger(Outbox.class.getName());
        Handler collector = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                told.add(entry);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(collector);
        try (Engine engine = engine(CallLimits.DEFAULT, Limits.DEFAULT)) {
            engine.events()
                    .subscribeOutside(
                            "full",
                            JsonArray.EMPTY,
                            event ->
                                    CompletableFuture.failedFuture(new StoreException(StoreException.Kind.IO, "full")));
            Run run = engine.start(
                    workflow("emits", "- a: {emit: {event: {with: {source: 'urn:a', type: a}}}}"),
                    JsonObject.EMPTY,
                    null);
            assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
            assertThat(told).singleElement().satisfies(entry -> {
                assertThat(entry.getMessage()).contains("Not everybody who listens", run.id());
                assertThat(entry.getThrown()).isInstanceOf(StoreException.class);
            });
        } finally {
            logger.removeHandler(collector);
        }
    }

    @Test
    void aFunctionWithTooManyCallsThatDoNotStopIsShutUntilTheyDo() {
        LoadedWorkflow hangs = workflow(
                "hangs", "- a: {call: '" + StubbornFunction.NAME + "', timeout: {after: {milliseconds: 400}}}");
        LoadedWorkflow opened = workflow("opened", "- a: {call: '" + StubbornFunction.NAME + "'}");
        try (Engine engine = engine(limits(2), Limits.DEFAULT)) {
            StubbornFunction.OPEN.release();
            engine.start(opened, JsonObject.EMPTY, null).await(); // from here on finding the function takes no time
            for (int i = 1; i <= 2; i++) {
                assertThat(fault(engine.start(hangs, JsonObject.EMPTY, null)).type())
                        .isEqualTo(WorkflowError.Kind.TIMEOUT.uri());
                while (engine.calls().abandoned() < i) {
                    Thread.onSpinWait();
                }
            }
            assertThat(engine.calls().slow(10))
                    .hasSize(2)
                    .allMatch(call -> call.function().equals(StubbornFunction.NAME) && call.abandoned());
            assertThat(engine.calls().atWork()).isZero();
            WorkflowError refused = fault(engine.start(hangs, JsonObject.EMPTY, null));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.detail()).contains("is shut: 2 of its calls were ended and go on all the same");

            GateFunction.OPEN.release();
            Run other =
                    engine.start(workflow("other", "- a: {call: '" + GateFunction.NAME + "'}"), JsonObject.EMPTY, null);
            assertThat(other.await().status()).isEqualTo(Status.COMPLETED);

            StubbornFunction.OPEN.release(2);
            while (engine.calls().abandoned() > 0) {
                Thread.onSpinWait();
            }
            StubbornFunction.OPEN.release();
            assertThat(engine.start(opened, JsonObject.EMPTY, null).await().status())
                    .isEqualTo(Status.COMPLETED);
            assertThat(engine.calls().slow(10)).isEmpty();
        }
    }

    @Test
    void aCallWithoutATimeoutEndsWhenTheOwnerSaysSo() {
        CallLimits limits = new CallLimits(Duration.ofMillis(50), Duration.ofSeconds(5), 100, Duration.ofMinutes(10));
        try (Engine engine = engine(limits, Limits.DEFAULT)) {
            Run run =
                    engine.start(workflow("waits", "- a: {call: '" + GateFunction.NAME + "'}"), JsonObject.EMPTY, null);
            WorkflowError error = fault(run);
            assertThat(error.type()).isEqualTo(WorkflowError.Kind.TIMEOUT.uri());
            assertThat(error.detail()).contains("PT0.05S", "calls.timeout");
        }
    }

    @Test
    void anOutputThatIsTooLargeDoesNotReachTheJournal() {
        try (Engine engine = engine(CallLimits.DEFAULT, Limits.DEFAULT.with("value-bytes", 100_000))) {
            Run run = engine.start(
                    workflow("large", "- a: {call: '" + StubbornFunction.NAME + "', with: {bytes: 1000000}}"),
                    JsonObject.EMPTY,
                    null);
            assertThat(fault(run).detail()).contains("larger than the limit of 100000 bytes");
            assertThat(store.sizes().bytes()).isLessThan(900_000);
        }
    }

    // --- messages ---

    /** A WebSocket server that sends messages as fast as they are taken. */
    private static final class Flood implements AutoCloseable {
        final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final AtomicLong sent = new AtomicLong();

        Flood() throws IOException {
            Thread.ofPlatform().daemon().start(this::work);
        }

        private void work() {
            try (Socket socket = server.accept()) {
                BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
                String key = "";
                for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
                    key = line.toLowerCase(java.util.Locale.ROOT).startsWith("sec-websocket-key:")
                            ? line.substring(line.indexOf(':') + 1).strip()
                            : key;
                }
                OutputStream out = socket.getOutputStream();
                out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n")
                        .getBytes(US_ASCII));
                byte[] payload = "{\"n\": 1}".getBytes(UTF_8);
                byte[] frame = new byte[payload.length + 2];
                frame[0] = (byte) 0x81;
                frame[1] = (byte) payload.length;
                System.arraycopy(payload, 0, frame, 2, payload.length);
                for (int i = 0; i < 5_000_000; i++) {
                    out.write(frame);
                    sent.incrementAndGet();
                }
            } catch (IOException e) {
                sent.addAndGet(0); // the client has left
            }
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-1")
                                .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private LoadedWorkflow consuming(Flood flood, String foreach) throws IOException {
        Files.writeString(folder.resolve("flood.asyncapi.yaml"), """
                asyncapi: 3.0.0
                info: {title: Flood, version: 1.0.0}
                servers:
                  here: {host: 'localhost:%d', protocol: ws}
                channels:
                  all:
                    address: /
                    messages: {one: {payload: {type: object}}}
                operations:
                  receive:
                    action: receive
                    channel: {$ref: '#/channels/all'}
                """.formatted(flood.server.getLocalPort()));
        return workflow("flood", """
                - take:
                    call: asyncapi
                    with:
                      document: {endpoint: flood.asyncapi.yaml}
                      operation: receive
                      subscription: {consume: {while: '${ true }'}%s}
                """.formatted(foreach));
    }

    @Test
    void aSenderThatIsTooFastIsSlowedDown() throws Exception {
        try (Flood flood = new Flood();
                Engine engine = engine(CallLimits.DEFAULT, Limits.DEFAULT)) {
            Run run = engine.start(
                    consuming(flood, ", foreach: {item: m, do: [{a: {call: '" + GateFunction.NAME + "'}}]}"),
                    JsonObject.EMPTY,
                    null);
            for (int turn = 1; turn <= 20; turn++) {
                GateFunction.ARRIVED.take();
                GateFunction.OPEN.release();
            }
            GateFunction.ARRIVED.take();
            while (messages(run) < Call.MESSAGES) {
                Thread.onSpinWait();
            }
            GateFunction.OPEN.release();
            GateFunction.ARRIVED.take();
            assertThat(messages(run)).isBetween((long) Call.MESSAGES, Call.MESSAGES + 23L);
            run.cancel("enough");
            assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
        }
    }

    @Test
    void messagesThatTogetherAreTooLargeEndTheCall() throws Exception {
        try (Flood flood = new Flood();
                Engine engine = engine(CallLimits.DEFAULT, Limits.DEFAULT.with("value-bytes", 200_000))) {
            Run run = engine.start(consuming(flood, ""), JsonObject.EMPTY, null);
            assertThat(fault(run).detail()).contains("The messages together are larger than the limit of 200000 bytes");
        }
    }

    private long messages(Run run) {
        return store.entries(run.id(), 0, 0, 10_000).stream()
                .filter(entry -> entry.kind().equals("event"))
                .count();
    }
}
