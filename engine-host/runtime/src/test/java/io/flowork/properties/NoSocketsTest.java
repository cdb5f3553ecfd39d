package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.api.ForkRequest;
import io.flowork.core.history.Find;
import io.flowork.core.history.History;
import io.flowork.core.history.Inside;
import io.flowork.core.history.Past;
import io.flowork.core.history.Provenance;
import io.flowork.core.history.Provenance.Question;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.history.Writes;
import io.flowork.core.journal.Cursor.DivergedException;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.EffectPolicy;
import io.flowork.core.machine.EffectPolicy.Action;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.functions.Functions;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.TestWorkflows;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.SealedEntry;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariants I8 and I9 of the debugger: a run that has called a server is looked at in every way, and the server, and the
 * Java that counts what goes through its sockets, see nothing of it. {@code -Dseed=N} begins with another way through it,
 * {@code -Dsockets.ways=N} makes more of them.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NoSocketsTest {
    private static final int WAYS = Integer.getInteger("sockets.ways", 10);

    private static String workflow(int port) {
        return """
        document: {dsl: 1.0.3, namespace: test, name: calls, version: 1.0.0}
        do:
        - each:
            for: {each: item, in: '${ .items }'}
            do:
            - ask:
                call: http
                with: {method: post, endpoint: '%1$s/ask', body: {n: '${ $item }'}}
                export: {as: '${ {asked: (($context.asked // 0) + 1)} }'}
            - attempt:
                try: [{fails: {call: http, with: {method: get, endpoint: '%1$s/fail'}}}]
                catch: {as: problem, do: [{keep: {set: '${ {items: [], status: $problem.status} }'}}]}
        - both:
            fork:
              branches:
              - left: {call: http, with: {method: get, endpoint: '%1$s/left'}}
              - right: {call: http, with: {method: get, endpoint: '%1$s/right'}}
        """.formatted("http://127.0.0.1:" + port);
    }

    @TempDir
    Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    /** Something that must not use a socket. */
    private interface Work {
        void run() throws Exception;
    }

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            boolean fails = exchange.getRequestURI().getPath().equals("/fail");
            byte[] body = "{\"said\": 1}".getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(fails ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    /** How often something read from or wrote to a socket, whoever it was but the server. */
    private long used(Work work) throws Exception {
        Path file = folder.resolve("sockets-" + System.nanoTime() + ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable("jdk.SocketRead").withThreshold(Duration.ZERO);
            recording.enable("jdk.SocketWrite").withThreshold(Duration.ZERO);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> !"HTTP-Dispatcher".equals(event.getThread().getJavaName()))
                .count();
    }

    @Test
    @DisplayName("replaying, stepping back, evaluating, finding and asking why use no socket and change no journal")
    void lookingUsesNoSocket() throws Exception {
        LoadedWorkflow workflow =
                TestWorkflows.parse(workflow(server.getAddress().getPort()));
        String[] run = new String[1];
        assertThat(used(() -> run[0] = record(workflow)))
                .as("the run itself used them")
                .isPositive();
        assertThat(requests.getAndSet(0)).isEqualTo(8);
        try (Store store = SqliteStore.open(folder.resolve("store"))) {
            List<String> journal = sealed(store, run[0]);
            int[] looked = new int[1];
            assertThat(used(() -> looked[0] = look(store, run[0], workflow.program())))
                    .isZero();
            System.out.printf(
                    "sockets: seed %d, looked in %d ways, at nothing but the store%n",
                    RunPropertiesTest.SEED, looked[0]);
            assertThat(looked[0]).isGreaterThan(WAYS * 10);
            assertThat(sealed(store, run[0])).isEqualTo(journal);
            assertThat(requests).hasValue(0);
        }
        assertThat(used(() -> {
                    try (Socket socket = new Socket(
                            InetAddress.getLoopbackAddress(),
                            server.getAddress().getPort())) {
                        socket.getOutputStream().write("GET /x HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        assertThat(socket.getInputStream().read()).isEqualTo('H');
                    }
                }))
                .as("a plain socket would have been seen")
                .isPositive();
    }

    private String record(LoadedWorkflow workflow) {
        TestWorkflows workflows = new TestWorkflows();
        workflows.add(workflow);
        try (Store store = SqliteStore.open(folder.resolve("store"));
                Engine engine = new Engine(
                        EngineSettings.of("test"),
                        store,
                        Functions.load(),
                        workflows,
                        Secrets.NONE,
                        Clock.systemUTC())) {
            Run run = engine.start(workflow, JsonReader.parse("{\"items\": [1, 2, 3]}"), null);
            run.await();
            return run.id();
        }
    }

    private static List<String> sealed(Store store, String run) {
        List<String> all = new ArrayList<>();
        for (SealedEntry entry : store.sealed(run, 0, 0, Integer.MAX_VALUE)) {
            all.add(entry.seq() + " " + entry.stateHash() + " " + HexFormat.of().formatHex(entry.chain()));
        }
        return all;
    }

    private static boolean never() {
        return false;
    }

    private static void untold(long t) {}

    /** Looks at a run in random ways; returns at how many. */
    private static int look(Store store, String id, Program program) throws DivergedException {
        int looked = 0;
        for (long seed = RunPropertiesTest.SEED; seed < RunPropertiesTest.SEED + WAYS; seed++) {
            Random random = new Random(seed);
            History history = new History(new StoreRecording(store, id, 0, program), RandomRun.machine());
            Stops stops = new Stops(history);
            Past past = Past.of(history, NoSocketsTest::never);
            JqMachine jq = new JqMachine(Find.LIMITS);
            Stop end = stops.end(NoSocketsTest::never);
            Stop at = end;
            for (int i = 0; i < 12; i++) {
                Stop next = step(stops, at, random.nextInt(7));
                at = next == null || next.isEnd() ? stops.first(NoSocketsTest::never) : next;
                State state = stops.state(at, NoSocketsTest::never);
                looked += Inside.of(past, at, state).size();
                ActiveFrame frame = new Inspector(state).frame(at.visit());
                if (frame != null) {
                    looked += frame.evaluate(
                                    frame.compile(JqParser.parse("., $context, $workflow.input")
                                            .filter()),
                                    frame.data(),
                                    jq,
                                    Find.LIMITS)
                            .size();
                    Question why = new Question(What.INPUT, at.visit(), at.t() + 1, List.of());
                    looked += new Provenance(past, program, new Interrupt())
                            .why(why)
                            .value()
                            .from()
                            .size();
                }
            }
            Find find = new Find(stops, JqParser.parse("$context.asked > 1").filter(), Find.LIMITS, jq);
            looked += find.all(100, NoSocketsTest::never, NoSocketsTest::untold)
                    .stops()
                    .size();
            looked += new Writes(history).last(Writes.Of.CONTEXT, "/", List.of(), end.t(), NoSocketsTest::never) == null
                    ? 0
                    : 1;
            looked += tries(store, id, random.nextLong(end.t()));
        }
        return looked;
    }

    private static @Nullable Stop step(Stops stops, Stop at, int way) throws DivergedException {
        return switch (way) {
            case 0 -> stops.next(at, NoSocketsTest::never);
            case 1 -> stops.into(at, NoSocketsTest::never);
            case 2 -> stops.out(at, NoSocketsTest::never);
            case 3 -> stops.back(at, NoSocketsTest::never);
            case 4 -> stops.backInto(at, NoSocketsTest::never);
            case 5 -> stops.backOut(at, NoSocketsTest::never);
            default -> stops.search(at.t(), false, stop -> true, null, NoSocketsTest::never);
        };
    }

    /** What would have happened with another context; what is not recorded is refused. */
    private static int tries(Store store, String id, long t) {
        Forks forks = new Forks(store, new ProgramTexts(store, FunctionSignatures.ANY));
        Forks.Trial trial = forks.attempt(
                new ForkRequest(
                        id,
                        null,
                        t,
                        List.of(new ForkRequest.Change("$context", JsonNumber.of(1), null)),
                        List.of(),
                        null,
                        null,
                        new EffectPolicy(List.of(Action.REUSE, Action.DENY), List.of()).toJson(),
                        null,
                        false,
                        null,
                        "to see"),
                null,
                NoSocketsTest::never);
        return trial.branch().state().status().ended() ? 1 : 0;
    }
}
