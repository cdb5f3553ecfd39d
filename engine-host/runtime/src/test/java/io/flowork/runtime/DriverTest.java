package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.RunQuery;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DriverTest {
    @TempDir
    Path folder;

    private SqliteStore store;
    private Engine engine;

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
        engine = new Engine(
                EngineSettings.of("test"),
                store,
                Functions.load(),
                (namespace, name, version) -> name.equals("child")
                        ? Optional.of(workflow("child", "- a: {set: {got: '${ . }'}}"))
                        : Optional.empty(),
                Secrets.NONE,
                Clock.systemUTC());
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    private static LoadedWorkflow workflow(String name, String tasks) {
        return TestWorkflows.parse(TestWorkflows.text(name, tasks));
    }

    private static JsonValue json(String text) {
        return JsonReader.parse(text);
    }

    private List<JournalEntry> journal(Run run) {
        return store.entries(run.id(), 0, 0, 1000);
    }

    @Test
    void anEffectStartsOnlyAfterTheInputsThatCausedItAreDurable() {
        Run run = engine.start(workflow("durable", """
                        - first:
                            call: %1$s
                            with: {folder: "%2$s"}
                            export: {as: '{first: .}'}
                        - second:
                            call: %1$s
                            with: {folder: "%2$s"}
                            output: {as: '[$context.first, .]'}
                        """.formatted(JournalFunction.NAME, folder)), json("{}"), null);
        // the first completion says that the engine has the function itself
        assertThat(run.await().output())
                .isEqualTo(json("[[\"started\", \"completed\"], [\"started\", \"completed\", \"completed\"]]"));
    }

    @Test
    void aRunWithoutEffectsCostsTwoEntriesAndReplays() {
        LoadedWorkflow workflow = workflow("pure", "- a: {set: {sum: '${ [range(10)] | add }'}}");
        Run run = engine.start(workflow, json("{}"), null);
        assertThat(run.await().status()).isEqualTo(Status.COMPLETED);
        assertThat(journal(run)).extracting(JournalEntry::kind).containsExactly("started", "closed");

        Fold fold = new Fold(new Machine(new JqMachine(JqLimits.DEFAULT)), State.initial(workflow.program()), null);
        for (JournalEntry entry : journal(run)) {
            assertThat(fold.add(entry)).isNull();
        }
        assertThat(fold.state().output()).isEqualTo(json("{\"sum\": 45}"));
    }

    @Test
    void anEvaluationThatTakesTooLongIsStoppedAndReplaysWithoutAClock() {
        EngineSettings usual = EngineSettings.of("test");
        Limits steps = usual.limits().with("expression-steps", Long.MAX_VALUE);
        LoadedWorkflow workflow = workflow("endless", """
                - attempt:
                    try:
                      - endless: {set: {x: '${ last(repeat(1)) }'}}
                    catch:
                      do:
                        - handle: {set: '${ {detail: $error.detail} }'}
                - after: {set: '${ . + {after: 1 + 1} }'}
                """);
        RunResult result;
        Run run;
        try (Engine limited = new Engine(
                usual.limitedTo(steps, 50), store, Functions.load(), Workflows.NONE, Secrets.NONE, Clock.systemUTC())) {
            run = limited.start(workflow, json("{}"), null);
            result = run.await();
        }
        assertThat(result.output())
                .isEqualTo(json("{\"detail\": \"An expression was still running after 50 ms and was stopped\","
                        + " \"after\": 2}"));
        assertThat(journal(run)).extracting(JournalEntry::kind).containsExactly("started", "stopped", "closed");
        Fold fold = new Fold(new Machine(new JqMachine(JqLimits.DEFAULT)), State.initial(workflow.program()), null);
        for (JournalEntry entry : journal(run)) {
            assertThat(fold.add(entry)).isNull();
        }
        assertThat(fold.state().output()).isEqualTo(result.output());
    }

    @Test
    void cancellingInterruptsAnEvaluation() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        Run run = engine.start(
                workflow("endless", "- a: {set: {x: '${ [limit(1e15; repeat(1)) | empty] }'}}"), json("{}"), step -> {
                    if (step instanceof Step.Entered) {
                        entered.countDown();
                    }
                });
        entered.await();
        run.cancel("enough");
        assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
        assertThat(journal(run)).extracting(JournalEntry::kind).containsExactly("started", "cancel", "closed");
        assertThat(store.run(run.id()).orElseThrow().status()).isEqualTo(Status.CANCELLED);
    }

    @Test
    void cancellingARunThatWaitsIsRecorded() {
        LoadedWorkflow waiting = workflow("waiting", "- a: {listen: {to: {one: {with: {type: go, subject: never}}}}}");
        for (int i = 0; i < 20; i++) {
            Run run = engine.start(waiting, json("{}"), null);
            while (engine.events()
                            .publish(JsonObject.of("type", JsonString.of("go")))
                            .join()
                    == 0) {
                Thread.onSpinWait();
            }
            run.cancel("enough");
            assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
            assertThat(journal(run)).extracting(JournalEntry::kind).containsExactly("started", "cancel", "closed");
            assertThat(store.run(run.id()).orElseThrow().status()).isEqualTo(Status.CANCELLED);
        }
    }

    @Test
    void aSuspendedRunGoesOnAfterItIsResumed() {
        Run run = engine.start(workflow("suspended", """
                        - a: {listen: {to: {one: {with: {type: go}}}}}
                        - b: {set: {went: true}}
                        """), json("{}"), null);
        run.suspend("me");
        run.resume("me");
        run.cancel("the test is over");
        assertThat(run.await().status()).isEqualTo(Status.CANCELLED);
        assertThat(journal(run))
                .extracting(JournalEntry::kind)
                .startsWith("started")
                .endsWith("cancel", "closed");
    }

    @Test
    void aChildRunHasItsOwnJournalAndNamesItsParent() {
        Run run = engine.start(
                workflow(
                        "parent",
                        "- a: {run: {workflow: {namespace: test, name: child, version: latest, input: {n: '${ .n }'}}}}"),
                json("{\"n\": 7}"),
                null);
        assertThat(run.await().output()).isEqualTo(json("{\"got\": {\"n\": 7}}"));
        assertThat(store.runs(RunQuery.childrenOf(run.id(), 10)))
                .singleElement()
                .satisfies(child -> {
                    assertThat(child.status()).isEqualTo(Status.COMPLETED);
                    assertThat(child.parent().run()).isEqualTo(run.id());
                });
    }

    @Test
    void aMissingChildWorkflowIsAnErrorOfTheTask() {
        Run run = engine.start(
                workflow("parent", "- a: {run: {workflow: {namespace: test, name: nobody, version: 1.0.0}}}"),
                json("{}"),
                null);
        RunResult result = run.await();
        assertThat(result.status()).isEqualTo(Status.FAULTED);
        assertThat(result.error().detail()).contains("test/nobody");
        assertThat(result.error().instance()).isEqualTo("/do/0/a");
    }

    @Test
    void aRunThatCannotBeRecordedStops() {
        LoadedWorkflow workflow = workflow("unrecorded", "- a: {wait: PT0.01S}");
        store.close();
        Run run = engine.start(workflow, json("{}"), null);
        assertThatExceptionOfType(RuntimeException.class).isThrownBy(run::await).withMessageContaining("closed");
    }

    @Test
    void timersFireInTimeAndInOrder() {
        Run run = engine.start(workflow("race", """
                        - race:
                            fork:
                              compete: true
                              branches:
                                - slow: {do: [{w: {wait: PT30S}}, {s: {set: {won: slow}}}]}
                                - fast: {do: [{w: {wait: {milliseconds: 5}}}, {s: {set: {won: fast}}}]}
                        """), json("{}"), null);
        assertThat(run.await().output()).isEqualTo(json("{\"won\": \"fast\"}"));
    }

    @Test
    void aBugOfOursFaultsTheRunAndKeepsItsJournal() {
        LoadedWorkflow workflow = workflow("unlucky", "- a: {wait: PT0S}\n- b: {set: {x: 1}}");
        Run run = engine.start(workflow, json("{}"), step -> {
            if (step.at().reference().endsWith("/b")) {
                throw new IllegalStateException("a listener that breaks its contract");
            }
        });
        RunResult result = run.await();
        assertThat(result.status()).isEqualTo(Status.FAULTED);
        assertThat(result.error().detail()).contains("FW5001");
        assertThat(journal(run)).extracting(JournalEntry::kind).containsExactly("started", "fired", "broken", "closed");
        Fold fold = new Fold(new Machine(new JqMachine(JqLimits.DEFAULT)), State.initial(workflow.program()), null);
        for (JournalEntry entry : journal(run)) {
            assertThat(fold.add(entry)).isNull();
        }
    }
}
