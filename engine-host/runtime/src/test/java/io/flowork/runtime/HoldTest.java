package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.runtime.control.Control;
import io.flowork.runtime.control.Controller;
import io.flowork.runtime.control.Held;
import io.flowork.runtime.control.Points;
import io.flowork.runtime.control.Points.Errors;
import io.flowork.runtime.control.Points.Within;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nothing of the task that a run is held at has happened, and nobody else notices that it is held. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HoldTest {
    private static final Points EVERYWHERE = new Points(true, List.of(), Set.of(), Errors.NONE, null);

    @TempDir
    Path folder;

    private final TestWorkflows workflows = new TestWorkflows();
    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private final Controller controller = new Controller() {
        @Override
        public void held(Held at) {
            told.add(at);
        }

        @Override
        public void ended(@Nullable Status status) {
            told.add(String.valueOf(status));
        }
    };
    private CountedCalls calls;
    private SqliteStore store;
    private Engine engine;

    @BeforeEach
    void open() throws IOException {
        calls = new CountedCalls();
        store = SqliteStore.open(folder);
        engine = workflows.engine(EngineSettings.of("test"), store);
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
        calls.close();
    }

    private Control control(String id) {
        return engine.controls().take(id, "me", controller).orElseThrow();
    }

    private Run start(String id, LoadedWorkflow workflow) {
        return engine.startAs(id, "", workflow, JsonObject.EMPTY);
    }

    private static Held held(Object event) {
        assertThat(event).isInstanceOf(Held.class);
        return (Held) event;
    }

    private Step.At at() throws InterruptedException {
        Step step = held(told.take()).step();
        assertThat(step).isNotNull();
        return step.at();
    }

    private String name() throws InterruptedException {
        return CountedCalls.name(at().reference());
    }

    private static Points at(String... tasks) {
        return new Points(false, List.of(), Set.of(tasks), Errors.NONE, null);
    }

    private static Points within(int strand, int depth) {
        return new Points(false, List.of(new Within(strand, depth)), Set.of(), Errors.NONE, null);
    }

    private static Points errors(Errors which) {
        return new Points(false, List.of(), Set.of(), which, null);
    }

    private static Points step(long t) {
        return new Points(false, List.of(), Set.of(), Errors.NONE, t);
    }

    /** Random workflows of calls, held at random points: what a task calls is called after the run was let past it. */
    @Test
    void nothingOfTheHeldTaskWasCalled() throws Exception {
        long seed = Long.getLong("hold.seed", System.nanoTime());
        System.out.println("hold: seed " + seed);
        Random random = new Random(seed);
        int holds = 0;
        for (int i = 0; i < Integer.getInteger("hold.runs", 12); i++) {
            LoadedWorkflow workflow = workflows.add("random" + i, new RandomCalls(random, calls.base()).tasks());
            RunResult free = start("free" + i, workflow).await();
            Map<String, Integer> expected = calls.take();
            String id = "held" + i;
            String where =
                    "seed " + seed + ", run " + i + "\n" + workflow.source().text();
            Map<String, Integer> entered = new HashMap<>();
            try (Control control = control(id)) {
                control.hold(EVERYWHERE);
                Run run = start(id, workflow);
                boolean everywhere = true;
                Object event = told.take();
                while (event instanceof Held held) {
                    holds++;
                    if (held.step() instanceof Step.Entered step && everywhere) {
                        String name = CountedCalls.name(step.at().reference());
                        assertThat(calls.of(name)).as(where).isLessThanOrEqualTo(entered.getOrDefault(name, 0));
                        entered.merge(name, 1, Integer::sum);
                    }
                    foldsTo(id, workflow, held);
                    everywhere = everywhere && random.nextInt(40) > 0;
                    control.hold(everywhere ? EVERYWHERE : some(random, held));
                    event = told.take();
                }
                assertThat(event).isEqualTo(free.status().toString());
                assertThat(run.await().output()).as(where).isEqualTo(free.output());
            }
            assertThat(calls.take()).as(where).isEqualTo(expected);
        }
        System.out.println("hold: held " + holds + " times");
        assertThat(holds).isGreaterThan(20);
    }

    private static Points some(Random random, Held held) {
        return switch (random.nextInt(4)) {
            case 0 -> within(random.nextInt(3), random.nextInt(4));
            case 1 -> step(held.t() + random.nextInt(20));
            case 2 -> errors(Errors.ALL);
            default -> Points.NOWHERE;
        };
    }

    /** What is held is in the store: its journal, folded up to the step, is where the run stands. */
    private void foldsTo(String id, LoadedWorkflow workflow, Held held) throws Exception {
        List<Step> steps = new ArrayList<>();
        Cursor cursor = new Cursor(
                new Machine(new JqMachine(JqLimits.DEFAULT)),
                from -> store.line(id, 0, from, 512),
                State.initial(workflow.program()),
                0,
                0,
                steps::add);
        var _ = cursor.to(held.t(), Long.MAX_VALUE, () -> false, () -> {});
        assertThat(cursor.state().t()).isEqualTo(held.t());
        assertThat(cursor.next()).isLessThanOrEqualTo(held.seq());
        if (held.step() instanceof Step.Entered entered) {
            assertThat(steps.stream().filter(Step.Entered.class::isInstance).toList())
                    .last()
                    .isEqualTo(entered);
        }
    }

    @Test
    void aRunThatIsHeldHindersNoOther() throws Exception {
        LoadedWorkflow workflow = workflows.add("calls", calls.call("one") + calls.call("two"));
        try (Control control = control("held")) {
            control.hold(at("/do/1/two"));
            Run held = start("held", workflow);
            assertThat(name()).isEqualTo("two");
            for (int i = 0; i < 50; i++) {
                assertThat(start("other" + i, workflow).await().status()).isEqualTo(Status.COMPLETED);
            }
            assertThat(calls.of("one")).isEqualTo(51);
            assertThat(calls.of("two")).isEqualTo(50);
            assertThat(held.isDone()).isFalse();
            control.hold(Points.NOWHERE);
            assertThat(held.await().status()).isEqualTo(Status.COMPLETED);
            assertThat(told.take()).isEqualTo("COMPLETED");
            assertThat(calls.of("two")).isEqualTo(51);
        }
    }

    @Test
    void stepsGoOverIntoAndOut() throws Exception {
        LoadedWorkflow workflow = workflows.add("nested", """
                - outer:
                    do:
                      - inner:
                          do:
                            - deep: {set: {n: 1}}
                            - deeper: {set: {n: 2}}
                      - last: {set: {n: 3}}
                - end: {set: {n: 4}}
                """);
        try (Control control = control("run")) {
            control.hold(within(0, 1));
            Run run = start("run", workflow);
            assertThat(at().reference()).isEqualTo("/");
            control.hold(within(0, 1));
            assertThat(name()).isEqualTo("outer");
            control.hold(EVERYWHERE);
            assertThat(name()).isEqualTo("inner");
            control.hold(EVERYWHERE);
            assertThat(name()).isEqualTo("deep");
            control.hold(within(0, 2)); // out
            assertThat(name()).isEqualTo("last");
            control.hold(within(0, 1));
            assertThat(name()).isEqualTo("end");
            control.hold(Points.NOWHERE);
            assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
        }
    }

    @Test
    void errorsHoldARunWhereTheyAreRaised() throws Exception {
        LoadedWorkflow workflow = workflows.add("errors", """
                - caught:
                    try: [{inside: {do: [{first: {raise: {error: {type: 'https://example.com/a', status: 400}}}}]}}]
                    catch: {do: [{mend: {set: {mended: true}}}]}
                - outer:
                    do: [{second: {raise: {error: {type: 'https://example.com/b', status: 400}}}}]
                """);
        try (Control control = control("all")) {
            control.hold(errors(Errors.ALL));
            Run run = start("all", workflow);
            assertThat(name()).isEqualTo("first");
            control.hold(errors(Errors.ALL));
            assertThat(name()).isEqualTo("second");
            control.hold(errors(Errors.ALL)); // what an error goes through on its way is not another one
            assertThat(run.await().status()).isEqualTo(Status.FAULTED);
            assertThat(told.take()).isEqualTo("FAULTED");
        }
        try (Control control = control("uncaught")) {
            control.hold(errors(Errors.UNCAUGHT));
            Run run = start("uncaught", workflow);
            assertThat(name()).isEqualTo("second");
            assertThat(run.isDone()).isFalse();
            control.hold(Points.NOWHERE);
            assertThat(run.await().status()).isEqualTo(Status.FAULTED);
        }
    }

    @Test
    void whatComesMeanwhileIsRecorded() throws Exception {
        LoadedWorkflow workflow = workflows.add("branches", """
                - both:
                    fork:
                      branches:
                        - hears: {listen: {to: {one: {with: {type: go}}}}, output: {as: '.[0]'}}
                        - pauses: {do: [{wait: {wait: PT0.02S}}, {after: {set: {n: 1}}}]}
                """);
        try (Control control = control("run")) {
            control.hold(at("/do/0/both/fork/branches/1/pauses/do/1/after"));
            Run run = start("run", workflow);
            assertThat(name()).isEqualTo("after");
            assertThat(engine.events()
                            .publish(JsonObject.of("type", JsonString.of("go")).with("data", JsonString.of("heard")))
                            .join())
                    .isEqualTo(1);
            assertThat(store.entries("run", 0, 0, 10))
                    .extracting(JournalEntry::kind)
                    .containsExactly("started", "fired", "event");
            assertThat(told).isEmpty();
            run.suspend("me");
            run.resume("me");
            assertThat(run.isDone()).isFalse();
            control.hold(Points.NOWHERE);
            assertThat(run.await().output()).isEqualTo(JsonReader.parse("[\"heard\", {\"n\": 1}]"));
        }
    }

    @Test
    void aRunThatWaitsIsHeldAtOnceAndMakesNoStepAfterWhatItWaitedFor() throws Exception {
        LoadedWorkflow workflow = workflows.add("waits", """
                - hears: {listen: {to: {one: {with: {type: go}}}}}
                """ + calls.call("one"));
        Run run = start("run", workflow);
        assertThat(run.atListening()).succeedsWithin(Duration.ofSeconds(20));
        try (Control control = control("run")) {
            control.hold(step(0));
            assertThat(held(told.take()).step()).isNull();
            JsonObject go = JsonObject.of("type", JsonString.of("go"));
            assertThat(engine.events().publish(go).join()).isEqualTo(1);
            control.hold(EVERYWHERE);
            assertThat(name()).isEqualTo("one");
            assertThat(calls.of("one")).isZero();
        } // it goes on when nobody has it
        assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
        assertThat(calls.of("one")).isEqualTo(1);
    }

    @Test
    void aHeldRunCanBeCancelledAndBelongsToOneOnly() throws Exception {
        LoadedWorkflow workflow = workflows.add("calls", calls.call("one"));
        try (Control control = control("run")) {
            control.hold(at("/do/0/one"));
            Run run = start("run", workflow);
            assertThat(name()).isEqualTo("one");
            assertThat(engine.controls().take("run", "you", controller)).isEmpty();
            assertThat(engine.controls().of("run").orElseThrow().who()).isEqualTo("me");
            run.cancel("enough");
            assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
            assertThat(told.take()).isEqualTo("CANCELLED");
            assertThat(calls.of("one")).isZero();
        }
        assertThat(engine.controls().of("run")).isEmpty();
    }

    /** The engine ends as if it were killed while a run is held: another one goes on with it, held by nobody. */
    @Test
    void aHeldRunGoesOnInAnotherEngine() throws Exception {
        LoadedWorkflow workflow = workflows.add("calls", calls.call("one") + calls.call("two"));
        Control control = control("run");
        control.hold(at("/do/1/two"));
        var _ = start("run", workflow);
        assertThat(name()).isEqualTo("two");
        engine.stop(Duration.ZERO);
        try (Engine next = workflows.engine(EngineSettings.of("test"), store)) {
            assertThat(new Recovery(next, workflows).recoverAll()).isEqualTo(1);
            Run run = next.run("run").orElse(null);
            if (run != null) {
                assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
            }
        }
        assertThat(store.run("run").orElseThrow().status()).isEqualTo(Status.COMPLETED);
        assertThat(calls.of("one")).isEqualTo(1);
        assertThat(calls.of("two")).isEqualTo(1);
    }

    /** A run that goes on as another branch is held from its first step on. */
    @Test
    void aRetriedRunIsHeldBeforeItGoesOn() throws Exception {
        LoadedWorkflow workflow = workflows.add("calls", calls.call("one") + calls.call("two"));
        assertThat(start("run", workflow).await().status()).isEqualTo(Status.COMPLETED);
        try (Control control = control("run")) {
            control.hold(EVERYWHERE);
            Run again = new Recovery(engine, workflows)
                    .retry("run", "two", "once more")
                    .orElseThrow();
            assertThat(name()).isEqualTo("two");
            assertThat(calls.of("two")).isEqualTo(1);
            control.hold(Points.NOWHERE);
            assertThat(again.await().status()).isEqualTo(Status.COMPLETED);
            assertThat(calls.of("two")).isEqualTo(2);
        }
    }
}
