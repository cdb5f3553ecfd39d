package io.flowork.runtime.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.api.DeployRequest;
import io.flowork.api.EngineSession;
import io.flowork.api.ProblemException;
import io.flowork.api.ProgramRequest;
import io.flowork.api.RunProgram;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.ShownValue;
import io.flowork.api.StartRequest;
import io.flowork.api.StateAt;
import io.flowork.api.StepItem;
import io.flowork.api.StepsPage;
import io.flowork.api.Timeline;
import io.flowork.api.WorkflowRef;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.runtime.service.DeployedWorkflows;
import io.flowork.runtime.service.LocalEngineService;
import io.flowork.store.RunRecord;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The past of runs, as it is folded for those who look at it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HistoriesTest {
    private static final String LOOP =
            "do: [{loop: {for: {each: n, in: '${ [range($input.turns)] }'}, do: [{add: {set: {sum: '${ (.sum // 0) + $n }'}}}]}}]";

    private static final String BRANCHES = """
            do:
              - both:
                  fork:
                    branches:
                      - left:
                          do:
                            - one: {set: {n: 1}}
                            - two: {set: {n: 2}}
                      - right: {wait: {milliseconds: 1}}
              - guarded:
                  try:
                    - broken: {raise: {error: {type: 'https://example.com/errors/full', status: 507, title: Full}}}
                  catch:
                    do:
                      - mended: {set: {ok: true}, export: {as: '{mended: true}'}}
              - last: {raise: {error: {type: 'https://example.com/errors/end', status: 500, title: The end}}}
            """;

    @TempDir
    Path folder;

    private SqliteStore store;
    private DeployedWorkflows workflows;
    private Engine engine;
    private EngineSession session;
    private Histories histories;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
        workflows = new DeployedWorkflows(store, Clock.systemUTC());
        engine = new Engine(
                EngineSettings.of("test"), store, Functions.load(), workflows, Secrets.NONE, Clock.systemUTC());
        session = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE)
                .open(params -> {});
        histories = new Histories(store, workflows, Duration.ofSeconds(30));
    }

    @AfterEach
    void close() {
        histories.close();
        session.close();
        engine.close();
        store.close();
    }

    private RunRecord run(String rest, String input) {
        session.deploy(new DeployRequest(
                        "document: {dsl: 1.0.3, namespace: test, name: it, version: 1.0.0}\n" + rest, null, true))
                .join();
        StartRequest start = new StartRequest(
                new WorkflowRef("test", "it", null),
                JsonReader.parse(input),
                null,
                Duration.ofSeconds(60).toMillis());
        return store.run(session.start(start).join().runId()).orElseThrow();
    }

    private RunRecord waiting(String rest) {
        session.deploy(new DeployRequest(
                        "document: {dsl: 1.0.3, namespace: test, name: it, version: 1.0.0}\n" + rest, null, true))
                .join();
        String id = session.start(new StartRequest(new WorkflowRef("test", "it", null), null, null, null))
                .join()
                .runId();
        return awaited(id, RunStatus.WAITING);
    }

    private RunRecord awaited(String id, RunStatus status) {
        while (session.getRun(new RunRef(id)).join().status() != status) {
            LockSupport.parkNanos(1_000_000);
        }
        return store.run(id).orElseThrow();
    }

    /** All steps in one go, and nothing else. */
    private List<Step> naive(RunRecord run) {
        List<Step> steps = new ArrayList<>();
        State initial = State.initial(workflows.load(run.program()).program());
        Fold fold = new Fold(new Machine(new JqMachine(JqLimits.DEFAULT, new Interrupt())), initial, steps::add);
        for (JournalEntry entry : store.entries(run.id(), 0, 0, 10_000)) {
            assertThat(fold.add(entry)).isNull();
        }
        fold.advance(Long.MAX_VALUE);
        return steps;
    }

    private List<StepItem> paged(RunRecord run, int limit) throws InterruptedException {
        List<StepItem> all = new ArrayList<>();
        long from = 0;
        while (true) {
            StepsPage page = histories.steps(run, from, limit);
            all.addAll(page.steps());
            if (page.next() == null) {
                return all;
            }
            assertThat(page.steps()).hasSize(limit);
            from = page.next() + 1;
        }
    }

    @Test
    void pagesAndPositionsAreTheStepsOfOneFold() throws InterruptedException {
        RunRecord run = run(BRANCHES, "{}");
        List<StepItem> naive = naive(run).stream().map(StepLine::of).toList();
        assertThat(naive).hasSizeGreaterThan(15);
        assertThat(paged(run, 1)).isEqualTo(naive);
        assertThat(paged(run, 7)).isEqualTo(naive);
        assertThat(paged(run, 1_000)).isEqualTo(naive);
        for (StepItem step : naive.reversed()) {
            assertThat(histories.at(run, step.t()).step()).isEqualTo(step);
        }
        assertThatThrownBy(() -> histories.at(run, naive.size()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("has no step " + naive.size());
        Timeline timeline = histories.timeline(run, 500);
        assertThat(timeline.steps()).isEqualTo(naive.size());
        assertThat(timeline.live()).isFalse();
        assertThat(timeline.strands()).hasSize(3);
        assertThat(timeline.errors())
                .isEqualTo(naive.stream()
                        .filter(step -> step.kind().equals("raised"))
                        .map(StepItem::t)
                        .toList());
    }

    @Test
    void aStateSaysWhereTheRunStandsAndWhatItHas() throws InterruptedException {
        RunRecord run = run(BRANCHES, "{\"a\": 1}");
        List<StepItem> steps = paged(run, 1_000);
        StepItem entered = first(steps, "entered", "two");
        StateAt two = histories.at(run, entered.t());
        assertThat(two.line()).isEqualTo(9);
        assertThat(two.stack().stream().map(StateAt.Place::name)).endsWith("left", "two");
        assertThat(two.input().value()).isEqualTo(JsonReader.parse("{\"n\": 1}"));
        assertThat(two.outputOf()).endsWith("/one");
        assertThat(two.output().value()).isEqualTo(JsonReader.parse("{\"n\": 1}"));
        assertThat(two.error()).isNull();
        assertThat(two.visited()).contains(entered.reference()).noneMatch(task -> task.endsWith("/last"));
        assertThat(two.faulted()).isEmpty();
        assertThat(histories.at(run, first(steps, "scheduled", "right").t()).pending())
                .singleElement()
                .satisfies(effect -> assertThat(effect.kind()).isEqualTo("timer"));
        StateAt caught = histories.at(run, first(steps, "caught", "guarded").t());
        assertThat(((JsonObject) caught.error().value()).get("title")).isEqualTo(JsonString.of("Full"));
        assertThat(caught.context().value().toString()).doesNotContain("mended");
        StateAt last = histories.at(run, steps.getLast().t());
        assertThat(last.status()).isEqualTo(RunStatus.FAULTED);
        assertThat(((JsonObject) last.error().value()).get("title")).isEqualTo(JsonString.of("The end"));
        assertThat(last.context().value()).isEqualTo(JsonReader.parse("{\"mended\": true}"));
        assertThat(last.faulted()).contains("/", "/do/2/last");
    }

    private static StepItem first(List<StepItem> steps, String kind, String name) {
        return steps.stream()
                .filter(step -> step.kind().equals(kind) && step.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void manyStepsAreSeenInFewBarsAndReachedFromNearby() throws InterruptedException {
        RunRecord run = run(LOOP, "{\"turns\": 60000}");
        Timeline timeline = histories.timeline(run, 300);
        List<Step> naive = naive(run);
        assertThat(timeline.steps()).isEqualTo(naive.size()).isGreaterThan(150_000);
        assertThat(timeline.bars()).hasSizeBetween(100, 300);
        assertThat(timeline.bars().stream().mapToLong(Timeline.Bar::steps).sum())
                .isEqualTo(naive.size());
        long seed = System.nanoTime();
        System.out.println("HistoriesTest seed " + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            int t = random.nextInt(naive.size());
            assertThat(histories.at(run, t).step()).isEqualTo(StepLine.of(naive.get(t)));
            int from = random.nextInt(naive.size());
            assertThat(histories.steps(run, from, 100).steps())
                    .isEqualTo(naive.subList(from, Math.min(from + 100, naive.size())).stream()
                            .map(StepLine::of)
                            .toList());
        }
        assertThat(timeline.tasks().stream().filter(task -> task.reference().endsWith("/add")))
                .singleElement()
                .satisfies(task -> assertThat(task.completed()).isEqualTo(60_000));
    }

    @Test
    void aFoldThatTakesLongGoesOnWhereItWas() throws InterruptedException {
        RunRecord run = run(LOOP, "{\"turns\": 60000}");
        try (Histories hasty = new Histories(store, workflows, Duration.ofMillis(20))) {
            int asked = 1;
            while (true) {
                try {
                    assertThat(hasty.timeline(run, 100).steps())
                            .isEqualTo(naive(run).size());
                    break;
                } catch (ProblemException e) {
                    assertThat(e.problem().status()).isEqualTo(429);
                    asked++;
                }
            }
            assertThat(asked).isGreaterThan(1);
        }
    }

    @Test
    void aRunThatGoesOnIsReadOn() throws InterruptedException {
        RunRecord run = waiting("do: [{a: {listen: {to: {one: {with: {type: go}}}}}}, {b: {set: {done: true}}}]");
        Timeline before = histories.timeline(run, 100);
        assertThat(before.live()).isTrue();
        StateAt last = histories.at(run, before.steps() - 1);
        assertThat(last.pending())
                .singleElement()
                .satisfies(effect -> assertThat(effect.kind()).isEqualTo("subscribe"));
        while (engine.events()
                        .publish(JsonObject.of("type", JsonString.of("go")))
                        .join()
                == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        RunRecord ended = awaited(run.id(), RunStatus.COMPLETED);
        assertThat(histories.timeline(ended, 100).steps())
                .isEqualTo(naive(ended).size());
        assertThat(histories.at(ended, before.steps() - 1).step()).isEqualTo(last.step());
    }

    @Test
    void aRunIsReadOnThroughEverythingItIsTold() throws InterruptedException {
        RunRecord run = waiting("do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        assertThat(histories.timeline(run, 100).steps()).isPositive();
        for (int i = 0; i < 3; i++) {
            engine.run(run.id()).orElseThrow().suspend("me");
            RunRecord suspended = awaited(run.id(), RunStatus.SUSPENDED);
            assertThat(paged(suspended, 2))
                    .isEqualTo(naive(suspended).stream().map(StepLine::of).toList());
            engine.run(run.id()).orElseThrow().resume("me");
            RunRecord resumed = awaited(run.id(), RunStatus.WAITING);
            assertThat(paged(resumed, 2))
                    .isEqualTo(naive(resumed).stream().map(StepLine::of).toList());
        }
    }

    @Test
    void aRunThatIsStoppedWhileItCountsIsReadAnew() throws InterruptedException {
        session.deploy(new DeployRequest(
                        "document: {dsl: 1.0.3, namespace: test, name: it, version: 1.0.0}\n"
                                + "do: [{a: {set: {n: '${ (.n // 0) + 1 }'}}}, {again: {switch: [{d: {then: a}}]}}]",
                        null,
                        true))
                .join();
        String id = session.start(new StartRequest(new WorkflowRef("test", "it", null), null, null, null))
                .join()
                .runId();
        assertThat(histories.timeline(awaited(id, RunStatus.RUNNING), 100).steps())
                .isGreaterThan(100);
        engine.run(id).orElseThrow().cancel("enough");
        RunRecord ended = awaited(id, RunStatus.CANCELLED);
        assertThat(histories.timeline(ended, 100).steps())
                .isEqualTo(naive(ended).size());
    }

    @Test
    void secretsAreMaskedAndLargeValuesShortened() throws InterruptedException {
        RunRecord run = run(
                "use: {secrets: [key]}\ndo: [{a: {set: {header: '${ \"Bearer \" + $secrets.key }', list: '${ [range(5000)] }', text: '${ \"ab\" * 5000 }'}}}]",
                "{}");
        StateAt last = histories.at(run, histories.timeline(run, 10).steps() - 1);
        ShownValue output = last.output();
        JsonObject value = (JsonObject) output.value();
        assertThat(value.get("header")).isEqualTo(JsonString.of("••••"));
        assertThat(output.cuts())
                .containsExactly(new ShownValue.Cut("/list", 5_000), new ShownValue.Cut("/text", 10_000));
        assertThat(output.size()).isGreaterThan(10_000);
    }

    @Test
    void aProgramIsGivenWithItsTasksAndTheWaysBetweenThem() {
        RunRecord run = run(BRANCHES, "{}");
        RunProgram program = session.program(new ProgramRequest(run.id(), null)).join();
        assertThat(program.text()).contains("guarded");
        assertThat(program.tasks().stream()
                        .map(task -> task.section() + " " + task.kind() + " " + task.name() + " " + task.line() + " "
                                + task.then().stream().map(RunProgram.Edge::to).toList()))
                .containsExactly(
                        "do fork both 3 [/do/1/guarded]",
                        "branch do left 6 []",
                        "do set one 8 [/do/0/both/fork/branches/0/left/do/1/two]",
                        "do set two 9 [exit]",
                        "branch wait right 10 []",
                        "do try guarded 11 [/do/2/last]",
                        "do raise broken 13 [exit]",
                        "catch set mended 16 [exit]",
                        "do raise last 17 [exit]");
    }
}
