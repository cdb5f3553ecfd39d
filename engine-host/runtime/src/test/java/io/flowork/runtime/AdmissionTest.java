package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many runs are at work, who waits, and who is refused. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AdmissionTest {
    @TempDir
    Path folder;

    private SqliteStore store;
    private final TestWorkflows workflows = new TestWorkflows();

    @BeforeEach
    void open() {
        GateFunction.close();
        store = SqliteStore.open(folder);
    }

    @AfterEach
    void close() {
        GateFunction.OPEN.release(1_000);
        store.close();
        GateFunction.close();
    }

    private Engine engine(Capacity capacity) {
        return workflows.engine(EngineSettings.of("test").holding(capacity), store);
    }

    private LoadedWorkflow workflow(String name, String task) {
        return workflows.add(name, "- a: " + task);
    }

    private LoadedWorkflow gate(String name) {
        return workflow(name, "{call: '%s', with: {name: %s}}".formatted(GateFunction.NAME, name));
    }

    @Test
    void whatIsTooMuchWaitsAndMoreIsRefused() throws InterruptedException {
        try (Engine engine = engine(new Capacity(1, 1, 1, 1))) {
            LoadedWorkflow workflow = gate("one");
            Run first = engine.start(workflow, JsonObject.EMPTY, null);
            assertThat(GateFunction.ARRIVED.take()).isEqualTo("\"one\"");
            Run second = engine.start(workflow, JsonObject.EMPTY, null).awaitAccepted();
            assertThat(store.run(second.id()).orElseThrow().status()).isEqualTo(Status.PENDING);
            assertThatExceptionOfType(EngineBusyException.class)
                    .isThrownBy(() -> engine.start(workflow, JsonObject.EMPTY, null))
                    .withMessageContaining("1 runs are at work and 1 wait")
                    .satisfies(busy -> assertThat(busy.retryAfter()).isPositive());
            assertThat(engine.runs()).isEqualTo(2);
            GateFunction.OPEN.release(2);
            assertThat(first.await().status()).isEqualTo(Status.COMPLETED);
            assertThat(second.await().status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void workflowsTakeTurns() throws InterruptedException {
        try (Engine engine = engine(new Capacity(1, 1, 1, 100))) {
            LoadedWorkflow hot = gate("hot");
            LoadedWorkflow cold = gate("cold");
            List<Run> runs = Stream.of(hot, hot, hot, hot, cold, cold)
                    .map(workflow -> engine.start(workflow, JsonObject.EMPTY, null))
                    .toList();
            GateFunction.OPEN.release(6);
            runs.forEach(Run::await);
            assertThat(GateFunction.ARRIVED)
                    .containsExactly("\"hot\"", "\"hot\"", "\"cold\"", "\"hot\"", "\"cold\"", "\"hot\"");
        }
    }

    @Test
    void aRunThatWaitsMakesRoom() throws InterruptedException {
        try (Engine engine = engine(new Capacity(1, 1, 1, 10))) {
            gate("child");
            Run parent = engine.start(
                    workflow("parent", "{run: {workflow: {namespace: test, name: child, version: 1.0.0}}}"),
                    JsonObject.EMPTY,
                    null);
            assertThat(GateFunction.ARRIVED.take()).isEqualTo("\"child\"");
            GateFunction.OPEN.release();
            assertThat(parent.await().status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void whatWaitedIsStartedAfterACrash() throws InterruptedException {
        LoadedWorkflow workflow = gate("one");
        String waiting;
        try (Engine engine = engine(new Capacity(1, 1, 1, 1))) {
            engine.start(workflow, JsonObject.EMPTY, null);
            GateFunction.ARRIVED.take();
            waiting = engine.start(workflow, JsonObject.EMPTY, null)
                    .awaitAccepted()
                    .id();
            engine.stop(Duration.ZERO);
        }
        try (Engine engine = engine(Capacity.DEFAULT)) {
            assertThat(new Recovery(engine, hash -> workflow).recoverAll()).isEqualTo(2);
            GateFunction.ARRIVED.take();
            GateFunction.ARRIVED.take();
            Run again = engine.run(waiting).orElseThrow();
            GateFunction.OPEN.release(3);
            assertThat(again.await().status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void anEventAfterACrashWaitsForThoseOnlyThatHadBegun() throws Exception {
        LoadedWorkflow gate = gate("gate");
        LoadedWorkflow listens = workflow("listens", "{listen: {to: {one: {with: {type: go}}}}}");
        Map<String, LoadedWorkflow> byHash =
                Map.of(gate.source().hash(), gate, listens.source().hash(), listens);
        String listener;
        String queued;
        try (Engine engine = engine(new Capacity(1, 1, 1, 10))) {
            listener = engine.start(listens, JsonObject.EMPTY, null).id();
            while (engine.events().publish(event("other")).join() > 0 || !isWaiting(listener)) {
                Thread.onSpinWait();
            }
            engine.start(gate, JsonObject.EMPTY, null);
            GateFunction.ARRIVED.take();
            queued = engine.start(gate, JsonObject.EMPTY, null).awaitAccepted().id();
            engine.stop(Duration.ZERO);
        }
        try (Engine engine = engine(new Capacity(1, 1, 1, 10))) {
            assertThat(new Recovery(engine, byHash::get).recoverAll()).isEqualTo(3);
            assertThat(engine.events().publish(event("go")).get(20, TimeUnit.SECONDS))
                    .as("those that listen")
                    .isEqualTo(1);
            assertThat(store.run(queued).orElseThrow().status()).isEqualTo(Status.PENDING);
            GateFunction.OPEN.release(3);
        }
        assertThat(store.run(listener).orElseThrow().status()).isEqualTo(Status.COMPLETED);
    }

    private boolean isWaiting(String run) {
        return store.run(run)
                .filter(record -> record.status() == Status.WAITING)
                .isPresent();
    }

    private static JsonObject event(String type) {
        return JsonObject.of("type", JsonString.of(type), "data", JsonString.of(type));
    }
}
