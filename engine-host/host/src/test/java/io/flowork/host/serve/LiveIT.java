package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.api.ControlRequest;
import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.HoldRequest;
import io.flowork.api.RunStatus;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.WebSocketAccess;
import io.flowork.core.journal.JournalEntry;
import io.flowork.dap.remote.Edge;
import io.flowork.dap.remote.RemoteRun;
import io.flowork.dap.remote.RunListener;
import io.flowork.host.serve.Processes.Server;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are debugged while engines and debuggers are killed. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveIT {
    private static final String LISTENS = "{listen: {to: {one: {with: {type: go}}}}}";

    @TempDir
    Path folder;

    private final BlockingQueue<HeldRun> held = new LinkedBlockingQueue<>();
    private final AtomicInteger forgotten = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private Processes processes;
    private HttpServer called;

    @BeforeEach
    void prepare() throws Exception {
        processes = new Processes(folder);
        called = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        called.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        called.start();
    }

    @AfterEach
    void end() throws InterruptedException {
        called.stop(0);
        processes.end();
    }

    private Path data() {
        return folder.resolve("data");
    }

    private Server start(int port) throws Exception {
        return processes.serve("--data", "data", "--port", Integer.toString(port));
    }

    private static int port(Server server) {
        return URI.create(server.address()).getPort();
    }

    private RemoteRun open(Caller caller, String run) {
        RunListener listener = new RunListener() {
            @Override
            public void moved(Edge edge) {
                assertThat(edge.next()).isNotNegative();
            }

            @Override
            public void forgotten() {
                forgotten.incrementAndGet();
            }

            @Override
            public void held(HeldRun at) {
                held.add(at);
            }
        };
        return RemoteRun.open(
                new WebSocketAccess(caller.base(), caller::token),
                run,
                null,
                listener,
                new Backoff(new Random(), Duration.ofMillis(20), Duration.ofMillis(200)));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String calls(Caller caller) {
        caller.deploy(
                "calls",
                "do: [{hears: %s}, {calls: {call: http, with: {method: get, endpoint: 'http://127.0.0.1:%d/'}}}]"
                        .formatted(LISTENS, called.getAddress().getPort()));
        String run = caller.started("calls");
        caller.awaitStatus(run, "waiting");
        return run;
    }

    private HeldRun hold(RemoteRun remote) throws InterruptedException {
        remote.ask(session -> session.control(new ControlRequest(remote.id(), "me")));
        remote.ask(session -> session.hold(new HoldRequest(remote.id(), HoldPoints.EVERYWHERE)));
        return held.take();
    }

    @Test
    void aHeldRunSurvivesThatItsEngineIsKilled() throws Exception {
        Server first = start(0);
        Caller caller = first.caller(data());
        String run = calls(caller);
        try (RemoteRun remote = open(caller, run)) {
            remote.ask(session -> session.control(new ControlRequest(run, "me")));
            remote.ask(session -> session.hold(new HoldRequest(run, HoldPoints.EVERYWHERE)));
            caller.publish("go");
            assertThat(held.take().reference()).isEqualTo("/do/1/calls");
            assertThat(calls).as("nothing of the held task was called").hasValue(0);
            first.kill();
            await(() -> remote.edge().stale() != null);
            assertThat(remote.entries(0)).as("its past is still here").hasSize(2);
            Caller again = start(port(first)).caller(data());
            again.awaitStatus(run, "completed");
            assertThat(calls).hasValue(1);
            await(() -> remote.edge().status() == RunStatus.COMPLETED
                    && remote.edge().next() == 4);
            assertThat(remote.edge().stale()).isNull();
            assertThat(remote.entries(0).stream().map(JournalEntry::kind))
                    .containsExactly("started", "event", "completed", "closed");
        }
        assertThat(forgotten).as("what was read is what was recorded").hasValue(0);
    }

    @Test
    void aRunIsFollowedThroughSeveralEngines() throws Exception {
        long seed = Long.getLong("live.seed", System.nanoTime());
        System.out.println("live: seed " + seed);
        Random random = new Random(seed);
        Server server = start(0);
        Caller caller = server.caller(data());
        caller.deploy("waits", "do: [{all: {for: {in: '${ [range(300)] }', each: i}, do: [{a: {wait: PT0.02S}}]}}]");
        String run = caller.started("waits");
        try (RemoteRun remote = open(caller, run)) {
            for (int kills = 0; kills < 3; kills++) {
                long until = remote.edge().next() + 10 + random.nextInt(40);
                await(() -> remote.edge().next() >= until);
                server.kill();
                server = start(port(server));
            }
            await(() -> remote.edge().status() == RunStatus.COMPLETED
                    && remote.edge().next() == 302);
            List<JournalEntry> all = new ArrayList<>();
            for (List<JournalEntry> page = remote.entries(0); !page.isEmpty(); page = remote.entries(all.size())) {
                all.addAll(page);
            }
            assertThat(all).hasSize(302);
            assertThat(all.stream().map(JournalEntry::kind).distinct()).containsExactly("started", "fired", "closed");
        }
        assertThat(forgotten)
                .as("seed %d: what an engine told was durable", seed)
                .hasValue(0);
    }

    @Test
    void aRunGoesOnWhenItsDebuggerIsKilled() throws Exception {
        Caller caller = start(0).caller(data());
        String run = calls(caller);
        List<String> command = new ArrayList<>(Processes.command());
        command.removeLast();
        command.addAll(List.of(HoldingDebugger.class.getName(), caller.base().toString(), caller.token(), run));
        Process debugger = processes.start(new ProcessBuilder(command).redirectErrorStream(true));
        BufferedReader said = debugger.inputReader(StandardCharsets.UTF_8);
        assertThat(said.readLine()).isEqualTo("waiting");
        caller.publish("go");
        assertThat(said.readLine()).isEqualTo("held /do/1/calls");
        assertThat(calls).hasValue(0);
        debugger.destroyForcibly().waitFor();
        caller.awaitStatus(run, "completed");
        assertThat(calls).hasValue(1);
        try (RemoteRun remote = open(caller, run)) {
            assertThat(hold(remote).kind())
                    .as("nobody has it any more; and it has ended")
                    .isEqualTo(HeldRun.ENDED);
        }
    }
}
