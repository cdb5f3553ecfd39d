package io.flowork.host.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.core.history.Stop;
import io.flowork.core.machine.Status;
import io.flowork.dap.breakpoint.LogMessage;
import io.flowork.dap.breakpoint.UnusableBreakpointException;
import io.flowork.dap.session.Control;
import io.flowork.dap.session.Frames;
import io.flowork.dap.session.Halt;
import io.flowork.dap.session.Runs;
import io.flowork.dap.session.Scopes;
import io.flowork.dap.session.Session;
import io.flowork.dap.session.Sources;
import io.flowork.dap.session.Traps;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.terminal.Screen;
import io.flowork.host.terminal.Stopping;
import io.flowork.host.terminal.Surroundings;
import io.flowork.host.workspace.Stores;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are launched for a debugger: they are held, and go on only where somebody lets them. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LaunchTest {
    private static final String HEADER = "document: {dsl: '1.0.3', namespace: test, name: held, version: 1.0.0}\n";

    /** Calls, a loop, a caught error, an attempt again, a fork, and a call at the end. */
    private static final String MIXED = """
            do:
              - first: {call: http, with: {method: get, endpoint: 'BASE/first'}, export: {as: '${ {total: 0} }'}}
              - over:
                  for: {each: item, in: '${ [3, 4, -9, 5] }'}
                  do:
                    - add: {set: {total: '${ $context.total + $item }'}, export: {as: .}}
                    - ask: {call: http, with: {method: get, endpoint: 'BASE/ask'}}
              - risky:
                  try:
                    - bad: {call: http, with: {method: get, endpoint: 'BASE/missing'}}
                    - never: {set: {x: 1}}
                  catch:
                    errors: {with: {status: 404}}
                    do:
                      - mend: {set: {mended: true}}
              - both:
                  fork:
                    branches:
                      - left:
                          do:
                            - l1: {set: {l: 1}}
                            - l2: {set: {l: 2}}
                      - right: {set: {r: 1}}
              - last: {call: http, with: {method: get, endpoint: 'BASE/last'}}
              - end: {set: {done: true}}
            """;

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private final AtomicInteger called = new AtomicInteger();
    private final CountDownLatch slow = new CountDownLatch(1);
    private Runnable listening = () -> {};
    private Control control;
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        control = new Control(() -> listening.run());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            called.incrementAndGet();
            String path = exchange.getRequestURI().getPath();
            if (path.equals("/slow")) {
                try {
                    slow.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] answer = "{\"ok\":true}".getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(path.equals("/missing") ? 404 : 200, answer.length);
            try (exchange;
                    OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        slow.countDown();
        server.stop(0);
    }

    private DebuggerRuns runs() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8);
        return new DebuggerRuns(new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                nowhere,
                nowhere,
                Map.of(),
                folder,
                Screen.NONE,
                Stopping.NEVER));
    }

    private Runs.Open launch(String tasks) throws IOException {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(folder.resolve("held.flow.yaml"), HEADER + tasks.replace("BASE", base));
        return runs().launch(new Runs.Launch("held.flow.yaml", JsonReader.parse("{\"n\": 1}"), null, null, null));
    }

    private Runs.Open simulate(String tasks, Map<String, JsonValue> results) throws IOException {
        String base = "http://127.0.0.1:" + server.getAddress().getPort();
        Files.writeString(folder.resolve("held.flow.yaml"), HEADER + tasks.replace("BASE", base));
        return runs().launch(new Runs.Launch("held.flow.yaml", null, null, null, results));
    }

    private Session session(Runs.Open open) {
        Session session = new Session(open.run(), control, said::add);
        session.offer(open.live());
        return session;
    }

    private static Session taken(Session session) {
        var _ = session.take();
        return session;
    }

    private static String name(Halt halt) {
        String reference = halt.at().reference();
        return halt.at().isEnd() ? "END" : reference.substring(reference.lastIndexOf('/') + 1);
    }

    private static Traps at(String reference, @Nullable String condition, @Nullable String log) {
        try {
            return new Traps(
                    List.of(new Traps.Place(
                            1,
                            false,
                            Set.of(reference),
                            condition == null ? null : JqParser.parse(condition).filter(),
                            null,
                            log == null ? null : LogMessage.parse(log))),
                    List.of(),
                    List.of());
        } catch (UnusableBreakpointException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private Status status() {
        try (Store store = Stores.open(folder.resolve(".flowork"))) {
            RunRecord newest = store.runs(RunQuery.newest(1)).getFirst();
            return newest.status();
        }
    }

    @Test
    void aCallIsMadeOnceWhenItIsSteppedOver() throws IOException {
        try (Runs.Open open = launch("""
                do:
                  - before: {set: {a: 1}}
                  - ask: {call: http, with: {method: get, endpoint: 'BASE/ask'}}
                  - after: {set: {b: '${ .ok }'}}
                """)) {
            Session session = taken(session(open));
            Halt first = session.enter();
            assertThat(name(first)).isEqualTo("before");
            assertThat(first.description()).isEqualTo("step " + first.at().t() + ", live");
            Halt ask = session.step(Session.Way.NEXT, 0);
            assertThat(name(ask)).isEqualTo("ask");
            assertThat(called).hasValue(0);
            Halt after = session.step(Session.Way.NEXT, 0);
            assertThat(name(after)).isEqualTo("after");
            assertThat(after.description()).endsWith(", live");
            assertThat(called).hasValue(1);
            assertThat(name(session.step(Session.Way.BACK, 0))).isEqualTo("ask");
            assertThat(name(session.reverse(t -> {}))).isEqualTo("before");
            assertThat(session.pause().description()).endsWith(", in the past");
            Halt edge = session.resume(t -> {});
            assertThat(edge.at()).isEqualTo(after.at());
            assertThat(edge.description()).endsWith(", live");
            assertThat(called).hasValue(1);
            Halt end = session.resume(t -> {});
            assertThat(end.description()).endsWith("the run has completed");
            assertThat(called).hasValue(1);
            session.reverse(t -> {});
            session.resume(t -> {});
            assertThat(called).hasValue(1);
        }
        assertThat(status()).isEqualTo(Status.COMPLETED);
    }

    /** Whatever way is gone, a live run stops where its recording stops. */
    @Test
    void aLiveRunStopsWhereItsRecordingStops() throws Exception {
        long seed = Long.getLong("launch.seed", System.nanoTime());
        System.out.println("launch: seed " + seed);
        Random random = new Random(seed);
        Session recorded;
        try (Runs.Open open = launch(MIXED)) {
            taken(session(open)).resume(t -> {});
        }
        int calls = called.get();
        try (Runs.Open past = runs().attach(new Runs.Attach(null, null, "held.flow.yaml", null, null))) {
            for (int i = 0; i < Integer.getInteger("launch.runs", 12); i++) {
                called.set(0);
                recorded = new Session(past.run(), new Control(() -> {}), line -> {});
                try (Runs.Open open = launch(MIXED)) {
                    Session live = taken(session(open));
                    Traps traps = traps(random);
                    live.set(traps);
                    recorded.set(traps);
                    Halt here = live.enter();
                    recorded.enter();
                    StringBuilder way = new StringBuilder("seed " + seed + ", run " + i + ":");
                    for (int n = 0; n < 40 && !here.at().isEnd(); n++) {
                        here = both(random, live, recorded, here.at(), way);
                    }
                    assertThat(called).as(way.toString()).hasValueLessThanOrEqualTo(calls);
                }
            }
        }
    }

    private static Traps traps(Random random) {
        String reference = List.of(
                        "/do/1/over/do/0/add", "/do/3/both/fork/branches/0/left/do/1/l2", "/do/5/end", "none")
                .get(random.nextInt(4));
        Traps place = at(reference, random.nextBoolean() ? "$context.total > 5" : null, null);
        List<Traps.Errors> errors = random.nextInt(3) > 0
                ? List.of()
                : List.of(new Traps.Errors(List.of(Traps.Which.values()).get(random.nextInt(3)), null));
        return new Traps(place.places(), List.of(), errors);
    }

    /** Goes the same way in both; in the recording the live edge is no place to stop. */
    private static Halt both(Random random, Session live, Session recorded, Stop from, StringBuilder way) {
        boolean hasTasks = Set.of("over", "risky", "both")
                .contains(from.reference().substring(from.reference().lastIndexOf('/') + 1));
        List<Session.Way> ways =
                new ArrayList<>(List.of(Session.Way.NEXT, Session.Way.OUT, Session.Way.BACK, Session.Way.BACK_OUT));
        if (hasTasks) { // of others one steps into the expressions, which a task that is yet to run has not evaluated
            ways.addAll(List.of(Session.Way.INTO, Session.Way.INTO));
        }
        int choice = random.nextInt(ways.size() + 2);
        int strand = from.strand();
        Halt one;
        Halt other;
        if (choice < ways.size()) {
            Session.Way step = ways.get(choice);
            way.append(' ').append(step).append(' ').append(strand);
            boolean wasLive = live.pause().description().endsWith(", live");
            one = live.step(step, strand);
            other = recorded.step(step, strand);
            if (!wasLive && one.description().endsWith(", live") && !one.at().equals(other.at())) {
                way.append(" edge");
                recorded.seek(one.at().t());
                other = recorded.pause();
            }
        } else {
            way.append(" resume");
            boolean wasLive = live.pause().description().endsWith(", live");
            one = live.resume(t -> {});
            other = recorded.resume(t -> {});
            if (!wasLive && one.description().endsWith(", live") && !one.at().equals(other.at())) {
                way.append(" edge");
                recorded.seek(one.at().t());
                other = recorded.pause();
            }
        }
        assertThat(one.at()).as(way.toString()).isEqualTo(other.at());
        assertThat(live.state().t())
                .as(way.toString())
                .isEqualTo(recorded.state().t());
        assertThat(live.state().context())
                .as(way.toString())
                .isEqualTo(recorded.state().context());
        return one;
    }

    @Test
    void aConditionThatDoesNotHoldCostsLittle() throws IOException {
        try (Runs.Open open = launch("""
                do:
                  - over:
                      for: {each: i, in: '${ [range(10000)] }'}
                      do:
                        - add: {set: {n: '${ $i }'}}
                  - end: {set: {done: true}}
                """)) {
            Session session = taken(session(open));
            session.set(at("/do/0/over/do/0/add", "$i == 9990", null));
            session.enter();
            long began = System.nanoTime();
            Halt halt = session.resume(t -> {});
            System.out.println(
                    "launch: 10,000 tasks with a false condition: " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertThat(name(halt)).isEqualTo("add");
            assertThat(halt.reason()).isEqualTo(Halt.Reason.BREAKPOINT);
            assertThat(halt.description()).endsWith(", live");
            session.set(Traps.NONE);
            assertThat(name(session.step(Session.Way.OUT, 0))).isEqualTo("end");
        }
    }

    @Test
    void whereCallsAreOutstandingItStopsAsWell() throws IOException {
        try (Runs.Open open = launch("""
                do:
                  - both:
                      fork:
                        branches:
                          - left: {call: http, with: {method: get, endpoint: 'BASE/slow'}}
                          - right:
                              for: {each: i, in: '${ [range(2000)] }'}
                              do:
                                - add: {set: {n: '${ $i }'}}
                  - end: {set: {done: true}}
                """)) {
            Session session = taken(session(open));
            session.set(at("/do/0/both/fork/branches/1/right/do/0/add", "$i == 1990", null));
            session.enter();
            long began = System.nanoTime();
            Halt halt = session.resume(t -> {});
            System.out.println("launch: 2,000 tasks beside a call: " + (System.nanoTime() - began) / 1_000_000 + " ms");
            assertThat(name(halt)).isEqualTo("add");
            assertThat(halt.description()).endsWith(", live");
            slow.countDown();
            assertThat(name(session.resume(t -> {}))).isEqualTo("END");
            assertThat(called).hasValue(1);
        }
    }

    @Test
    void aRunThatWaitsIsPausedWhereItIs() throws IOException {
        try (Runs.Open open = launch("""
                do:
                  - ask: {call: http, with: {method: get, endpoint: 'BASE/slow'}}
                  - after: {set: {b: '${ .ok }'}}
                """)) {
            Session session = taken(session(open));
            session.enter();
            listening = () -> {
                if (called.get() == 1) {
                    control.stop();
                }
            };
            Halt paused = session.resume(t -> {});
            listening = () -> {};
            assertThat(paused.reason()).isEqualTo(Halt.Reason.PAUSE);
            assertThat(paused.description()).startsWith("live, after ").contains("waits for http of /do/0/ask");
            Sources sources = new Sources(open.run(), path -> null);
            Frames frames = new Frames(session, sources);
            assertThat(frames.top().node().name()).isEqualTo("ask");
            assertThat(new Scopes(session).of(frames.top()))
                    .extracting(Scopes.Scope::name)
                    .contains("Effect");
            assertThat(name(session.step(Session.Way.BACK, 0))).isEqualTo("ask");
            slow.countDown();
            assertThat(session.resume(t -> {}).description()).startsWith("live, after ");
            assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("after");
            assertThat(called).hasValue(1);
        }
    }

    @Test
    void logMessagesAreSaidWhenTheRunComesBy() throws IOException {
        try (Runs.Open open = launch(MIXED)) {
            Session session = taken(session(open));
            session.set(at("/do/1/over/do/0/add", null, "item {$item}"));
            session.enter();
            session.resume(t -> {});
            assertThat(said).containsExactly("item 3", "item 4", "item -9", "item 5");
        }
    }

    @Test
    void itEndsAsIsWanted() throws IOException {
        Runs.Open cancelled = launch(MIXED);
        taken(session(cancelled)).enter();
        cancelled.cancel();
        cancelled.close();
        assertThat(status()).isEqualTo(Status.CANCELLED);
        assertThat(called).hasValue(0);

        Runs.Open left = launch(MIXED);
        taken(session(left)).enter();
        left.close();
        assertThat(status()).isEqualTo(Status.COMPLETED);
    }

    @Test
    void nothingIsCarriedOutInASimulation() throws IOException {
        try (Runs.Open open = simulate(
                """
                do:
                  - ask: {call: http, with: {method: get, endpoint: 'BASE/ask'}}
                  - other: {call: http, with: {method: get, endpoint: 'BASE/other'}}
                  - tell: {emit: {event: {with: {source: here, type: told}}}}
                  - hear: {listen: {to: {one: {with: {type: heard}}}}}
                  - end: {set: {heard: '${ . }'}}
                """,
                Map.of("ask", JsonReader.parse("{\"ok\": 1}"), "hear", JsonReader.parse("{\"type\": \"heard\"}")))) {
            Session session = taken(session(open));
            session.enter();
            assertThat(name(session.step(Session.Way.NEXT, 0))).isEqualTo("other");
            Sources sources = new Sources(open.run(), path -> null);
            assertThat(new Frames(session, sources).top().data().toString()).isEqualTo("{\"ok\":1}");
            assertThat(session.resume(t -> {}).description()).endsWith("the run has completed");
        }
        assertThat(called).hasValue(0);
        assertThat(folder.resolve(".flowork")).doesNotExist();
    }

    @Test
    void itIsReleasedAndTakenAgain() throws IOException {
        try (Runs.Open open = launch("""
                do:
                  - ask: {call: http, with: {method: get, endpoint: 'BASE/slow'}}
                  - after: {set: {b: '${ .ok }'}}
                """)) {
            Session session = taken(session(open));
            session.enter();
            session.release();
            Halt taken = session.take();
            slow.countDown();
            assertThat(taken.description()).contains("live");
            assertThat(session.resume(t -> {}).description()).endsWith("the run has completed");
        }
    }
}
