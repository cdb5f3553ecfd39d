package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.api.ControlRequest;
import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.HoldRequest;
import io.flowork.api.ProblemException;
import io.flowork.api.RunCommand;
import io.flowork.api.RunStatus;
import io.flowork.api.remote.Backoff;
import io.flowork.api.remote.WebSocketAccess;
import io.flowork.core.history.History;
import io.flowork.core.history.Recording;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.dap.remote.Edge;
import io.flowork.dap.remote.RemoteRun;
import io.flowork.dap.remote.RunListener;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.serve.ServeOptions.Parts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run of an engine elsewhere, over a network that fails. */
class RemoteRunTest extends ServeContract {
    private static final Duration SHORT = Duration.ofMillis(100);

    private static boolean never() {
        return false;
    }

    private final BlockingQueue<HeldRun> held = new LinkedBlockingQueue<>();
    private final AtomicInteger forgotten = new AtomicInteger();
    private final AtomicReference<Path> tokens = new AtomicReference<>();
    private FlakyProxy proxy;

    private final RunListener listener = new RunListener() {
        @Override
        public void moved(Edge edge) {
            assertThat(edge.next()).isNotNegative();
        }

        @Override
        public void forgotten() {
            forgotten.incrementAndGet();
        }

        @Override
        public void held(HeldRun run) {
            held.add(run);
        }
    };

    @BeforeEach
    void connect() throws IOException {
        proxy = new FlakyProxy(gateway.address().getPort());
        tokens.set(folder);
    }

    @AfterEach
    void disconnect() {
        proxy.close();
    }

    private String token() {
        try {
            return Files.readString(tokens.get().resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RemoteRun open(String run) {
        WebSocketAccess access =
                new WebSocketAccess(URI.create("http://127.0.0.1:" + proxy.port()), this::token, SHORT);
        return RemoteRun.open(access, run, null, listener, new Backoff(new Random(), Duration.ofMillis(10), SHORT));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static List<JournalEntry> all(Recording recording) {
        List<JournalEntry> all = new ArrayList<>();
        for (List<JournalEntry> page = recording.entries(0); !page.isEmpty(); page = recording.entries(all.size())) {
            all.addAll(page);
        }
        return all;
    }

    /** What the engine itself says of a run. */
    private List<String> kinds(String run) {
        JsonObject page =
                caller.get("/v1/runs/" + run + "/journal?limit=1000").is(200).json();
        List<String> kinds = new ArrayList<>();
        for (JsonValue entry : (JsonArray) Objects.requireNonNull(page.get("entries"))) {
            kinds.add(
                    entry instanceof JsonObject object && object.get("kind") instanceof JsonString kind
                            ? kind.value()
                            : "");
        }
        return kinds;
    }

    private static History history(Recording recording) {
        return new History(recording, new Machine(new JqMachine(JqLimits.DEFAULT)));
    }

    private static String waits(int times) {
        return "do: [{all: {for: {in: '${ [range(" + times + ")] }', each: i},"
                + " do: [{a: {wait: PT0.001S}}, {b: {set: {n: '${ $i }'}}}]}}]";
    }

    @Test
    void thePastOfARunIsReadAndFolded() throws Exception {
        caller.deploy("waits", waits(700));
        String run = caller.started("waits");
        caller.awaitStatus(run, "completed");
        try (RemoteRun remote = open(run)) {
            await(() -> remote.edge().status() == RunStatus.COMPLETED
                    && remote.edge().next() == 702);
            assertThat(remote.checkpoints()).isNotEmpty();
            History history = history(remote);
            State end = history.end(RemoteRunTest::never);
            List<JournalEntry> entries = all(remote);
            assertThat(entries).hasSize(702);
            assertThat(end.hash()).isEqualTo(entries.getLast().stateHash());
            for (Recording.Checkpoint checkpoint : remote.checkpoints()) {
                State state = remote.state(checkpoint);
                assertThat(state).isNotNull();
                assertThat(state.t()).isEqualTo(checkpoint.t());
            }
        }
    }

    @Test
    void aRunIsFollowedThroughLosses() throws Exception {
        long seed = Long.getLong("remote.seed", System.nanoTime());
        System.out.println("remote: seed " + seed);
        Random random = new Random(seed);
        caller.deploy("waits", waits(400));
        String run = caller.started("waits");
        try (RemoteRun remote = open(run)) {
            long seen = 0;
            while (remote.edge().status() != RunStatus.COMPLETED) {
                if (random.nextInt(20) == 0) {
                    proxy.cut();
                }
                long next = remote.edge().next();
                assertThat(next).as("seed %d", seed).isGreaterThanOrEqualTo(seen);
                seen = next;
                LockSupport.parkNanos(random.nextInt(20_000_000));
            }
            await(() -> remote.edge().next() == 402 && remote.edge().stale() == null);
            assertThat(all(remote).stream().map(JournalEntry::kind).toList()).isEqualTo(kinds(run));
            assertThat(history(remote).end(RemoteRunTest::never).hash())
                    .isEqualTo(all(remote).getLast().stateHash());
            assertThat(forgotten).as("nothing had to be read twice").hasValue(0);
        }
    }

    @Test
    void thePastStaysWhileTheEngineIsAway() throws Exception {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}, {b: {set: {n: 1}}}]");
        String run = caller.started("wait");
        caller.awaitStatus(run, "waiting");
        try (RemoteRun remote = open(run)) {
            assertThat(all(remote)).hasSize(1);
            proxy.refuse();
            await(() -> remote.edge().stale() != null);
            State before = history(remote).end(RemoteRunTest::never);
            assertThat(before.hasPending()).isTrue();
            caller.publish("go");
            caller.awaitStatus(run, "completed");
            assertThat(all(remote)).hasSize(1);
            assertThatThrownBy(() -> remote.ask(session -> session.info()))
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContaining("cannot be reached");
            proxy.restore();
            await(() -> remote.edge().stale() == null && remote.edge().status() == RunStatus.COMPLETED);
            assertThat(history(remote).end(RemoteRunTest::never).status().ended())
                    .isTrue();
        }
    }

    @Test
    void aConnectionThatSaysNothingIsLost() throws Exception {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        try (RemoteRun remote = open(run)) {
            assertThat(remote.edge().stale()).isNull();
            proxy.freeze();
            await(() -> remote.edge().stale() != null);
            caller.publish("go");
            proxy.thaw();
            await(() -> remote.edge().stale() == null && remote.edge().status() == RunStatus.COMPLETED);
            assertThat(all(remote)).hasSize(3);
        }
    }

    @Test
    void aRunThatIsAnotherOneIsReadAgainAndOneThatIsGoneStays() throws Exception {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.post("/v1/runs", "application/json", Caller.start("wait", "{}"), "Idempotency-Key", "k")
                .is(202)
                .text("runId");
        caller.publish("go");
        caller.awaitStatus(run, "completed");
        Path elsewhere = Files.createTempDirectory(base, "e");
        StartedHost other = StartedHost.of(StartedHost.options(elsewhere, 0, Parts.BOTH));
        try (RemoteRun remote = open(run);
                Caller there = new Caller(other.address(), elsewhere)) {
            assertThat(all(remote)).hasSize(3);
            tokens.set(elsewhere);
            proxy.leadTo(other.address().getPort());
            await(() -> String.valueOf(remote.edge().stale()).contains("removed"));
            assertThat(all(remote)).as("what was read stays").hasSize(3);
            there.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            String same = there.post("/v1/runs", "application/json", Caller.start("wait", "{}"), "Idempotency-Key", "k")
                    .is(202)
                    .text("runId");
            assertThat(same).isEqualTo(run);
            proxy.cut();
            await(() -> forgotten.get() > 0 && remote.edge().stale() == null);
            assertThat(all(remote)).hasSize(1);
        } finally {
            other.host().stop();
        }
    }

    @Test
    void aCommandWhoseAnswerIsLostIsDoneOnce() throws Exception {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        try (RemoteRun remote = open(run)) {
            for (int i = 0; i < 5; i++) {
                proxy.cutNextAnswer();
                assertThat(remote.command(
                                        (session, id) -> session.suspend(new RunCommand(run, "me", id)),
                                        Duration.ofSeconds(30))
                                .status())
                        .isEqualTo(RunStatus.SUSPENDED);
                assertThat(remote.command(
                                        (session, id) -> session.resume(new RunCommand(run, "me", id)),
                                        Duration.ofSeconds(30))
                                .status())
                        .isEqualTo(RunStatus.WAITING);
            }
            assertThat(kinds(run)).hasSize(11).filteredOn("suspend"::equals).hasSize(5);
            assertThatThrownBy(() -> remote.command(
                            (session, id) -> session.suspend(new RunCommand("none", "me", id)), Duration.ofSeconds(30)))
                    .hasMessageContaining("There is no run none");
        }
    }

    @Test
    void aRunThatIsHeldGoesOnWhenItsDebuggerIsCutOff() throws Exception {
        caller.deploy("steps", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}, {b: {set: {n: 1}}}]");
        String run = caller.started("steps");
        caller.awaitStatus(run, "waiting");
        try (RemoteRun remote = open(run)) {
            remote.ask(session -> session.control(new ControlRequest(run, "me")));
            remote.ask(session -> session.hold(new HoldRequest(run, HoldPoints.EVERYWHERE)));
            caller.publish("go");
            HeldRun at = held.take();
            assertThat(at.reference()).isEqualTo("/do/1/b");
            State state = history(remote).before(at.t(), RemoteRunTest::never);
            assertThat(state.t()).isEqualTo(at.t());
            assertThat(state.status().ended()).isFalse();
            assertThat(caller.run(run).get("status").toString()).contains("running");
            proxy.cut();
            caller.awaitStatus(run, "completed");
        }
    }

    @Test
    void whoDoesNotKnowTheTokenIsToldWhereItIs() throws Exception {
        caller.deploy("steps", "do: [{a: {set: {n: 1}}}]");
        String run = caller.started("steps");
        Path wrong = Files.createTempDirectory(base, "w");
        Files.writeString(wrong.resolve("token"), "wrong");
        tokens.set(wrong);
        assertThatThrownBy(() -> open(run)).hasMessageContaining("does not take this token");
        tokens.set(folder);
        assertThatThrownBy(() -> open("none")).hasMessageContaining("There is no run none");
        proxy.refuse();
        assertThatThrownBy(() -> open(run)).hasMessageContaining("There is no engine at");
        assertThatThrownBy(() -> new WebSocketAccess(URI.create("ftp://here"), () -> ""))
                .hasMessageContaining("no address of an engine");
    }
}
