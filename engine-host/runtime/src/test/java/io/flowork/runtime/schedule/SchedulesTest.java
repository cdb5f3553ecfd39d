package io.flowork.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.Capacity;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineBusyException;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Recovery;
import io.flowork.runtime.Run;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.TestWorkflows;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.StoredSchedule;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Schedules over a store on disk, with a clock that the test sets. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SchedulesTest {
    private static final String TASKS = "do: [{a: {set: {got: '${ . }'}}}]";

    @TempDir
    Path folder;

    /** A clock that stands still until it is set. */
    private static final class SetClock extends Clock {
        private volatile Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    private final SetClock clock = new SetClock();
    private final TestWorkflows workflows = new TestWorkflows();
    private EngineSettings settings = EngineSettings.of("test");
    private SqliteStore store;
    private Engine engine;
    private Schedules schedules;

    @BeforeEach
    void open() {
        open(MissedFirings.ONCE);
    }

    private void open(MissedFirings missed) {
        store = SqliteStore.open(folder);
        engine = new Engine(settings, store, Functions.load(), workflows, Secrets.NONE, clock);
        new Recovery(engine, workflows).recoverAll();
        schedules = new Schedules(engine, store, workflows, clock, missed);
        schedules.start();
    }

    @AfterEach
    void close() {
        schedules.close();
        engine.close();
        store.close();
    }

    private void restart(MissedFirings missed) {
        schedules.close();
        engine.stop(Duration.ofSeconds(5));
        store.close();
        open(missed);
    }

    private void deploy(String name, String version, String schedule, String tasks) {
        String text = "document: {dsl: 1.0.3, namespace: test, name: %s, version: %s}\nschedule: %s\n%s"
                .formatted(name, version, schedule, tasks);
        LoadedWorkflow loaded = workflows.add(TestWorkflows.parse(text));
        schedules.deploy(loaded, new Write.PutProgram(loaded.source()));
    }

    private void at(String time) {
        clock.now = Instant.parse("2026-03-01T" + time + "Z");
        schedules.tick();
    }

    private List<RunRecord> runs() {
        return new ArrayList<>(store.runs(RunQuery.newest(10_000))).reversed();
    }

    private List<JsonValue> inputs() {
        return runs().stream().map(run -> store.data(run.id()).input()).toList();
    }

    private static JsonObject event(String type, String id, String data) {
        return (JsonObject) JsonReader.parse(
                "{\"type\": \"%s\", \"source\": \"/s\", \"id\": \"%s\", \"data\": %s}".formatted(type, id, data));
    }

    private static JsonValue json(String text) {
        return JsonReader.parse(text);
    }

    private @Nullable Instant next() {
        Long next = schedules.standing("test", "w").orElseThrow().next();
        return next == null ? null : Instant.ofEpochMilli(next);
    }

    // --- times ---

    @Test
    void everySoOftenARunStartsWithAnEmptyObject() {
        deploy("w", "1.0.0", "{every: PT1M}", TASKS);
        assertThat(next()).isEqualTo("2026-03-01T12:01:00Z");
        at("12:00:59.999");
        assertThat(runs()).isEmpty();
        at("12:01:00");
        at("12:01:00.500");
        at("12:02:00");
        assertThat(inputs()).containsExactly(JsonObject.EMPTY, JsonObject.EMPTY);
        assertThat(next()).isEqualTo("2026-03-01T12:03:00Z");
        assertThat(schedules.standing("test", "w").orElseThrow().last())
                .isEqualTo(Instant.parse("2026-03-01T12:02:00Z").toEpochMilli());
    }

    @Test
    void acrossARestartNothingIsLostOrDoubled() {
        deploy("w", "1.0.0", "{cron: '*/10 * * * *'}", TASKS);
        at("12:10:00");
        restart(MissedFirings.ONCE);
        at("12:10:00");
        assertThat(runs()).hasSize(1);
        clock.now = Instant.parse("2026-03-01T12:45:00Z");
        restart(MissedFirings.ONCE);
        assertThat(runs()).as("12:40, late").hasSize(2);
        assertThat(next()).isEqualTo("2026-03-01T12:50:00Z");
        clock.now = Instant.parse("2026-03-01T13:15:00Z");
        restart(MissedFirings.ALL);
        assertThat(runs()).as("12:50, 13:00, 13:10").hasSize(5);
        clock.now = Instant.parse("2026-03-01T13:45:00Z");
        restart(MissedFirings.SKIP);
        assertThat(runs()).hasSize(5);
        at("13:50:00");
        assertThat(runs()).hasSize(6);
    }

    @Test
    void aTimeThatStartedARunStartsNoOther() {
        deploy("w", "1.0.0", "{every: PT1H}", TASKS);
        at("13:00:00");
        at("20:00:00");
        assertThat(runs()).hasSize(2);
        at("12:30:00"); // the clock was wrong
        assertThat(next()).isEqualTo("2026-03-01T13:00:00Z");
        at("13:00:00");
        assertThat(runs()).as("13:00 has had its run").hasSize(2);
        at("14:00:00");
        assertThat(runs()).hasSize(3);
    }

    @Test
    void aStoreThatHadTheRunButNotTheScheduleDoesNotStartItAgain() {
        deploy("w", "1.0.0", "{every: PT1H}", TASKS);
        StoredSchedule before = store.schedules().getFirst();
        at("13:00:00");
        store.write(new Write.PutSchedule(before)); // as a backup of the table alone would bring it back
        restart(MissedFirings.ALL);
        at("13:00:01");
        assertThat(runs()).hasSize(1);
        assertThat(next()).isEqualTo("2026-03-01T14:00:00Z");
    }

    @Test
    void afterCountsFromTheEndOfTheLastRun() {
        deploy("w", "1.0.0", "{after: PT10M}", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        at("12:10:00");
        assertThat(runs()).hasSize(1);
        assertThat(next()).isNull();
        at("14:00:00");
        assertThat(runs()).as("it has not ended").hasSize(1);
        restart(MissedFirings.ONCE);
        String run = runs().getFirst().id();
        Run active = engine.run(run).orElseThrow();
        while (engine.events().publish(event("go", "1", "1")).join() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        active.await();
        schedules.tick();
        assertThat(next()).isEqualTo("2026-03-01T14:10:00Z");
        restart(MissedFirings.ONCE);
        assertThat(next()).isEqualTo("2026-03-01T14:10:00Z");
        at("14:10:00");
        assertThat(runs()).hasSize(2);
    }

    @Test
    void aNewVersionTakesTheSchedulesPlace() {
        deploy("w", "1.0.0", "{every: PT1H}", TASKS);
        at("12:40:00");
        deploy("w", "1.1.0", "{every: PT1H}", "do: [{a: {set: {v: 2}}}]");
        assertThat(next()).as("what says the same goes on").isEqualTo("2026-03-01T13:00:00Z");
        at("13:00:00");
        assertThat(runs()).extracting(RunRecord::version).containsExactly("1.1.0");
        deploy("w", "1.2.0", "{every: PT5M}", TASKS);
        assertThat(next()).isEqualTo("2026-03-01T13:05:00Z");
        deploy("w", "1.3.0", "{cron: '0 0 * * *'}", TASKS);
        assertThat(store.schedules()).extracting(StoredSchedule::kind).containsExactly("cron");
    }

    @Test
    void whatCannotBeKeptIsRefused() {
        assertThatThrownBy(() -> deploy("w", "1.0.0", "{every: '${ . }'}", TASKS))
                .isInstanceOf(UnusableScheduleException.class)
                .hasMessageContaining("'schedule.every' is an expression");
        assertThat(store.schedules()).isEmpty();
    }

    @Test
    void whenTheQueueIsFullItTriesAgain() {
        settings = settings.holding(new Capacity(1, 1, 1, 0));
        restart(MissedFirings.ONCE);
        deploy("w", "1.0.0", "{every: PT1M}", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        LoadedWorkflow workflow = workflows.find("test", "w", "latest").orElseThrow();
        Run busy = engine.start("somebody", workflow, JsonObject.EMPTY).awaitAccepted();
        at("12:01:00");
        while (runs().size() < 2) { // one that only waits makes room
            schedules.tick();
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(busy.isDone()).isFalse();
        assertThat(next()).isEqualTo("2026-03-01T12:02:00Z");
    }

    // --- events ---

    @Test
    void anEventStartsARunWithAnArray() {
        deploy("w", "1.0.0", "{on: {one: {with: {type: order}}}}", TASKS);
        assertThat(engine.events().publish(event("other", "1", "0")).join()).isZero();
        assertThat(engine.events().publish(event("order", "2", "{\"n\": 1}")).join())
                .isEqualTo(1);
        assertThat(engine.events().publish(event("order", "2", "{\"n\": 1}")).join())
                .as("again")
                .isEqualTo(1);
        assertThat(engine.events().publish(event("order", "3", "{\"n\": 2}")).join())
                .isEqualTo(1);
        assertThat(inputs()).containsExactly(json("[{\"n\": 1}]"), json("[{\"n\": 2}]"));
    }

    @Test
    void whatIsCollectedOutlivesARestart() {
        deploy("w", "1.0.0", """
                {on: {all: [{with: {type: order}, correlate: {id: {from: .data.id}}},
                            {with: {type: payment}, correlate: {id: {from: .data.id}}}]}, read: envelope}""", TASKS);
        JsonObject order = event("order", "1", "{\"id\": 7}");
        engine.events().publish(order).join();
        restart(MissedFirings.ONCE);
        engine.events().publish(event("order", "1", "{\"id\": 7}")).join();
        engine.events().publish(event("payment", "2", "{\"id\": 8}")).join();
        assertThat(runs()).isEmpty();
        JsonObject payment = event("payment", "3", "{\"id\": 7}");
        engine.events().publish(payment).join();
        restart(MissedFirings.ONCE);
        assertThat(inputs()).containsExactly(json("[" + order + ", " + payment + "]"));
    }

    @Test
    void anyUntilCollectsMany() {
        deploy("w", "1.0.0", "{on: {any: [{with: {type: a}}], until: '${ length == 3 }'}}", TASKS);
        for (int i = 0; i < 7; i++) {
            engine.events().publish(event("a", "e" + i, Integer.toString(i))).join();
        }
        assertThat(inputs()).containsExactly(json("[0, 1, 2]"), json("[3, 4, 5]"));
    }

    @Test
    void anEventIsRefusedWhenNoRunCanWait() {
        settings = settings.holding(new Capacity(1, 1, 1, 0));
        restart(MissedFirings.ONCE);
        deploy("w", "1.0.0", "{on: {one: {with: {type: order}}}}", "do: [{a: {wait: PT1H}}]");
        int refused = 0;
        int published = 0;
        while (refused == 0) {
            try {
                published++;
                engine.events().publish(event("order", "e" + published, "1")).join();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(EngineBusyException.class);
                refused++;
            }
        }
        assertThat(runs()).hasSize(published - 1);
        String id = "e" + published;
        while (runs().size() < published) {
            try {
                engine.events().publish(event("order", id, "1")).join();
            } catch (CompletionException e) {
                assertThat(e).hasCauseInstanceOf(EngineBusyException.class);
            }
        }
    }
}
