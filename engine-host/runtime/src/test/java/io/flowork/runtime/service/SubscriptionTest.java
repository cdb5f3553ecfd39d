package io.flowork.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.api.CreditRequest;
import io.flowork.api.DeployRequest;
import io.flowork.api.EngineAccess;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalRequest;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunEvent;
import io.flowork.api.RunRef;
import io.flowork.api.SnapshotAnswer;
import io.flowork.api.SnapshotList;
import io.flowork.api.SnapshotRequest;
import io.flowork.api.SnapshotsRequest;
import io.flowork.api.StartRequest;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.Subscribed;
import io.flowork.api.SubscriptionRef;
import io.flowork.api.WorkflowRef;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.machine.State;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.SealedEntry;
import io.flowork.store.sqlite.SqliteStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client needs to follow a run over a bad network: proof, credits and kept states. */
@ParameterizedClass(name = "remote {0}")
@ValueSource(booleans = {false, true})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubscriptionTest {
    private static final int WAITS = 300;
    private static final int ENTRIES = WAITS + 2;

    @TempDir
    Path folder;

    @Parameter
    boolean remote;

    private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();
    private SqliteStore store;
    private Engine engine;
    private DeployedWorkflows workflows;
    private EngineSession session;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
        workflows = new DeployedWorkflows(store, Clock.systemUTC());
        engine = new Engine(
                EngineSettings.of("test"), store, Functions.load(), workflows, Secrets.NONE, Clock.systemUTC());
        LocalEngineService service =
                new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
        EngineAccess access = remote ? OverPipes.to(service) : service;
        session = access.open(events::add);
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
        store.close();
    }

    /** A run that has ended: entry 0 starts it, WAITS are timers, and the last closes it. */
    private String run() {
        String text = "document: {dsl: 1.0.3, namespace: test, name: waits, version: 1.0.0}\n"
                + "do: [{all: {for: {in: '${ [range(" + WAITS + ")] }', each: i}, do: [{a: {wait: PT0.001S}}]}}]";
        session.deploy(new DeployRequest(text, null, false)).join();
        StartRequest start = new StartRequest(new WorkflowRef("test", "waits", null), null, null, null);
        String run = session.start(start).join().runId();
        ended(run);
        return run;
    }

    private void ended(String run) {
        while (engine.run(run).isPresent()
                || !session.getRun(new RunRef(run)).join().status().ended()) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private List<JournalItem> journal(String run, int branch) {
        return session.journal(new JournalRequest(run, branch, null, 1_000))
                .join()
                .entries();
    }

    private String subscribe(String run, @Nullable Integer branch, @Nullable Long after, @Nullable String chain) {
        SubscribeRequest request = new SubscribeRequest("s", run, branch, after, chain, null, null);
        return session.subscribe(request).join().standing();
    }

    private List<Long> toldUntilTheEnd() throws InterruptedException {
        List<Long> told = new ArrayList<>();
        for (RunEvent event = events.take(); !event.kind().equals(RunEvent.ENDED); event = events.take()) {
            JournalItem entry = event.entry();
            if (entry != null) {
                told.add(entry.seq());
            }
        }
        return told;
    }

    @Test
    void continuityIsProvedByTheChain() throws InterruptedException {
        String run = run();
        List<JournalItem> journal = journal(run, 0);
        assertThat(journal).hasSize(ENTRIES);
        List<SealedEntry> sealed = store.sealed(run, 0, 0, ENTRIES);
        assertThat(journal.stream().map(JournalItem::chain))
                .isEqualTo(sealed.stream()
                        .map(entry -> HexFormat.of().formatHex(entry.chain()))
                        .toList());
        String chain = journal.get(ENTRIES - 3).chain();
        assertThat(subscribe(run, 0, ENTRIES - 3L, chain)).isEqualTo(Subscribed.FOLLOWS);
        assertThat(toldUntilTheEnd()).containsExactly(ENTRIES - 2L, ENTRIES - 1L);
        assertThat(subscribe(run, 0, ENTRIES - 4L, chain)).isEqualTo(Subscribed.DIVERGED);
        assertThat(subscribe(run, 0, ENTRIES + 4L, chain)).isEqualTo(Subscribed.DIVERGED);
        assertThat(subscribe(run, 7, ENTRIES - 3L, chain)).isEqualTo(Subscribed.DIVERGED);
        assertThat(subscribe("gone", 0, 3L, chain)).isEqualTo(Subscribed.TRIMMED);
        assertThatThrownBy(() -> subscribe("gone", 0, 3L, null)).isInstanceOf(CompletionException.class);
        assertThat(events).as("where nothing follows there is no subscription").isEmpty();
    }

    @Test
    void aBranchHasTheChainOfWhatItSharesAndThenItsOwn() {
        String run = run();
        session.retry(new RetryRequest(run, "all", null)).join();
        ended(run);
        List<JournalItem> first = journal(run, 0);
        List<JournalItem> second = journal(run, 1);
        assertThat(second.getFirst().chain()).isEqualTo(first.getFirst().chain());
        assertThat(second.get(1).chain()).isNotEqualTo(first.get(1).chain());
        assertThat(subscribe(run, 1, 0L, first.getFirst().chain())).isEqualTo(Subscribed.FOLLOWS);
        session.unsubscribe(new SubscriptionRef("s")).join();
        assertThat(subscribe(run, 1, 1L, first.get(1).chain())).isEqualTo(Subscribed.DIVERGED);
    }

    @Test
    void noMoreIsSentThanTheClientTakes() throws InterruptedException {
        String run = run();
        session.subscribe(new SubscribeRequest("s", run, null, null, null, 3L, null))
                .join();
        for (long seq = 0; seq < 3; seq++) {
            assertThat(events.take().entry().seq()).isEqualTo(seq);
        }
        session.info().join(); // comes after whatever else would have been sent
        assertThat(events).isEmpty();
        long told = 3;
        while (told < ENTRIES) {
            session.credit(new CreditRequest("s", 10, 0)).join();
            for (int i = 0; i < 10 && told < ENTRIES; i++) {
                assertThat(events.take().entry().seq()).isEqualTo(told++);
            }
        }
        session.credit(new CreditRequest("s", 1, 0)).join();
        assertThat(events.take().kind()).isEqualTo(RunEvent.ENDED);
    }

    @Test
    void bytesAreACreditToo() throws InterruptedException {
        String run = run();
        session.subscribe(new SubscribeRequest("s", run, null, null, null, null, 1L))
                .join();
        assertThat(events.take().entry().seq()).isZero();
        session.info().join();
        assertThat(events).as("the one that was too large was the last").isEmpty();
        session.credit(new CreditRequest("s", 0, 1L << 30)).join();
        assertThat(toldUntilTheEnd()).hasSize(ENTRIES - 1);
        session.credit(new CreditRequest("s", 1, 1)).join(); // it has ended: nothing happens
        assertThatThrownBy(() -> session.credit(new CreditRequest("s", -1, 0)).join())
                .hasMessageContaining("0 or more");
    }

    @Test
    void aKeptStateComesOutAsItWas() throws IOException {
        String run = run();
        SnapshotList kept = session.snapshots(new SnapshotsRequest(run, null)).join();
        assertThat(kept.next()).isEqualTo(ENTRIES);
        assertThat(kept.snapshots()).isNotEmpty();
        for (SnapshotList.Place place : kept.snapshots()) {
            SnapshotAnswer answer = session.snapshot(new SnapshotRequest(run, null, place.seq()))
                    .join();
            assertThat(answer.seq()).isEqualTo(place.seq());
            assertThat(answer.t()).isEqualTo(place.t());
            byte[] packed = Base64.getDecoder().decode(answer.state());
            byte[] bytes = new InflaterInputStream(new ByteArrayInputStream(packed)).readAllBytes();
            State state = State.fromJson(
                    workflows.load(store.run(run).orElseThrow().program()).program(),
                    (JsonObject) ValueCodec.decode(bytes));
            assertThat(HexFormat.of().toHexDigits(state.hash())).isEqualTo(answer.stateHash());
            assertThat(state.t()).isEqualTo(place.t());
        }
        assertThat(session.snapshot(new SnapshotRequest(run, null, 0L)).join().seq())
                .isNull();
    }
}
