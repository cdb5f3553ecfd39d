package io.flowork.runtime.service;

import static io.flowork.runtime.service.Replied.join;
import static io.flowork.runtime.service.Replied.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.DeployRequest;
import io.flowork.api.Deployment;
import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineHealth;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalPage;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem;
import io.flowork.api.PublishRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunEvent;
import io.flowork.api.RunInfo;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunPage;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.RunSummary;
import io.flowork.api.StartRequest;
import io.flowork.api.StartResult;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.SubscriptionRef;
import io.flowork.api.WorkflowInfo;
import io.flowork.api.WorkflowListRequest;
import io.flowork.api.WorkflowPage;
import io.flowork.api.WorkflowRef;
import io.flowork.api.rpc.RpcClient;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine through its API: the same tests in this process and over JSON-RPC. */
class LocalEngineServiceTest {

    /** Called directly. */
    @Nested
    class InProcess extends Contract {
        @Override
        EngineAccess reach(EngineAccess engine) {
            return engine;
        }
    }

    /** Called over a pair of pipes. */
    @Nested
    class Remote extends Contract {
        @Override
        EngineAccess reach(EngineAccess engine) {
            return OverPipes.to(engine);
        }
    }

    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    abstract static class Contract {
        @TempDir
        Path folder;

        private @Nullable SqliteStore store;
        private Engine engine;
        private LocalEngineService service;
        private EngineSession session;
        private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();

        abstract EngineAccess reach(EngineAccess engine);

        @BeforeEach
        void open() {
            store = SqliteStore.open(folder);
            DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC());
            engine = new Engine(
                    EngineSettings.of("test"), store, Functions.load(), workflows, Secrets.NONE, Clock.systemUTC());
            service = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
            session = reach(service).open(events::add);
        }

        @AfterEach
        void close() {
            session.close();
            engine.close();
            store.close();
        }

        private void restart() {
            session.close();
            service.stop(Duration.ofSeconds(5));
            store.close();
            open();
            service.recover();
        }

        // --- helpers ---

        private static String text(String name, String version, String rest) {
            return "document: {dsl: 1.0.3, namespace: test, name: %s, version: %s}\n%s".formatted(name, version, rest);
        }

        private Deployment deploy(String name, String rest) {
            return join(session.deploy(new DeployRequest(text(name, "1.0.0", rest), null, false)));
        }

        private void deploy(String name, String rest, String version) {
            join(session.deploy(new DeployRequest(text(name, version, rest), null, false)));
        }

        private static StartRequest start(String name) {
            return new StartRequest(new WorkflowRef("test", name, null), null, null, null);
        }

        private static StartRequest start(String name, String input, @Nullable String key, long wait) {
            return new StartRequest(new WorkflowRef("test", name, null), json(input), key, wait);
        }

        private static JsonValue json(String text) {
            return JsonReader.parse(text);
        }

        private RunInfo ended(String run) {
            RunInfo info = join(session.getRun(new RunRef(run)));
            while (!info.status().ended()) {
                LockSupport.parkNanos(1_000_000);
                info = join(session.getRun(new RunRef(run)));
            }
            return info;
        }

        private void publish(String type) {
            JsonObject event = JsonObject.of("type", JsonString.of(type), "data", JsonString.of(type));
            while (join(session.publish(new PublishRequest(List.of(event)))).deliveries() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        // --- workflows ---

        @Test
        void aWorkflowIsDeployedListedAndGiven() {
            Deployment deployment = deploy("hello", "do: [{a: {set: {n: 1}}}]");
            assertThat(deployment.created()).isTrue();
            assertThat(deployment.workflow().version()).isEqualTo("1.0.0");
            assertThat(deploy("hello", "do: [{a: {set: {n: 1}}}]").created()).isFalse();
            assertThat(join(session.getWorkflow(new WorkflowRef("test", "hello", null)))
                            .text())
                    .isEqualTo(text("hello", "1.0.0", "do: [{a: {set: {n: 1}}}]"));
            for (String version : List.of("1.10.0", "1.9.0", "2.0.0-rc.1", "2.0.0-rc.10", "2.0.0-rc.9")) {
                join(session.deploy(
                        new DeployRequest(text("hello", version, "do: [{a: {set: {n: 2}}}]"), "yaml", false)));
            }
            assertThat(join(session.getWorkflow(new WorkflowRef("test", "hello", "latest")))
                            .version())
                    .isEqualTo("2.0.0-rc.10");
            List<String> versions = new ArrayList<>();
            WorkflowPage page = join(session.listWorkflows(new WorkflowListRequest("test", null, null, 4)));
            while (true) {
                versions.addAll(
                        page.workflows().stream().map(WorkflowInfo::version).toList());
                if (page.next() == null) {
                    break;
                }
                page = join(session.listWorkflows(new WorkflowListRequest("test", null, page.next(), 4)));
            }
            assertThat(versions).containsExactly("1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1", "2.0.0-rc.10", "2.0.0-rc.9");
        }

        @Test
        void aVersionKeepsItsTextUnlessItIsReplaced() {
            deploy("hello", "do: [{a: {set: {n: 1}}}]");
            DeployRequest other = new DeployRequest(text("hello", "1.0.0", "do: [{a: {set: {n: 2}}}]"), null, false);
            assertThat(problem(session.deploy(other)).status()).isEqualTo(409);
            assertThat(ended(join(session.start(start("hello"))).runId()).output())
                    .isEqualTo(json("{\"n\": 1}"));
            assertThat(join(session.deploy(new DeployRequest(other.text(), null, true)))
                            .created())
                    .isTrue();
            assertThat(ended(join(session.start(start("hello"))).runId()).output())
                    .isEqualTo(json("{\"n\": 2}"));
        }

        @Test
        void aTextWithErrorsIsRefusedWithTheirPlaces() {
            Problem wrong = problem(session.deploy(
                    new DeployRequest(text("bad", "1.0.0", "do: [{a: {set: {n: '${ . | nothing }'}}}]"), null, false)));
            assertThat(wrong.status()).isEqualTo(422);
            assertThat(wrong.errors().getFirst().line()).isEqualTo(2);
            assertThat(wrong.errors().getFirst().column()).isGreaterThan(10);
            assertThat(wrong.errors().getFirst().code()).startsWith("FW");
            Problem broken = problem(session.deploy(new DeployRequest("{\"document\": [}", "json", false)));
            assertThat(broken.status()).isEqualTo(400);
            assertThat(broken.errors().getFirst().line()).isEqualTo(1);
            assertThat(problem(session.deploy(new DeployRequest("x", "toml", false)))
                            .detail())
                    .contains("yaml or json");
        }

        @Test
        void anUnknownWorkflowHasNearNames() {
            assertThat(problem(session.start(start("hello"))).detail()).contains("none is deployed");
            deploy("hello", "do: [{a: {set: {n: 1}}}]");
            assertThat(problem(session.start(start("helo"))))
                    .satisfies(p -> assertThat(p.status()).isEqualTo(404))
                    .satisfies(p -> assertThat(p.detail()).contains("did you mean 'test/hello'?"));
            assertThat(problem(session.getWorkflow(new WorkflowRef("test", "hello", "3.0.0")))
                            .detail())
                    .contains("no version 3.0.0", "there is 1.0.0");
            assertThat(problem(session.getWorkflow(new WorkflowRef("other", "hello", null)))
                            .detail())
                    .contains("did you mean 'test/hello'?");
        }

        // --- starting ---

        @Test
        void aRunIsStartedAndWaitedFor() {
            deploy("add", "do: [{a: {set: {sum: '${ .a + .b }'}}}]");
            StartResult result = join(session.start(start("add", "{\"a\": 1, \"b\": 2}", null, 30_000)));
            assertThat(result.run()).isNotNull();
            assertThat(result.run().status()).isEqualTo(RunStatus.COMPLETED);
            assertThat(result.run().output()).isEqualTo(json("{\"sum\": 3}"));
            assertThat(result.run().input()).isEqualTo(json("{\"a\": 1, \"b\": 2}"));
            assertThat(result.run().workflow()).isEqualTo(new WorkflowRef("test", "add", "1.0.0"));
            deploy("long", "do: [{a: {wait: PT1H}}]");
            StartResult waiting = join(session.start(start("long", "{}", null, 20)));
            assertThat(waiting.run()).isNull();
            assertThat(store.run(waiting.runId())).isPresent();
        }

        @Test
        void anInputAgainstTheSchemaIsRefusedBeforeItIsAccepted() {
            deploy(
                    "strict",
                    "input: {schema: {document: {type: object, required: [a], properties: {a: {type: integer}}}}}\n"
                            + "do: [{x: {set: {n: 1}}}]");
            Problem problem = problem(session.start(start("strict", "{\"a\": \"one\"}", null, 0)));
            assertThat(problem.status()).isEqualTo(422);
            assertThat(problem.errors().getFirst().pointer()).isEqualTo("/a");
            assertThat(problem(session.start(start("strict", "{}", "key", 0)))
                            .errors()
                            .getFirst()
                            .pointer())
                    .isEmpty();
            assertThat(join(session.listRuns(new RunListRequest(List.of(), null, null, null, null, null)))
                            .runs())
                    .isEmpty();
            assertThat(join(session.start(start("strict", "{\"a\": 1}", "key", 0)))
                            .repeated())
                    .as("a start that was refused leaves its key free")
                    .isFalse();
        }

        @Test
        void startsWithOneKeyAreOne() throws Exception {
            deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            CountDownLatch ready = new CountDownLatch(20);
            Set<String> ids = new HashSet<>();
            int fresh = 0;
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<StartResult>> results = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    results.add(threads.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return join(session.start(start("wait", "{\"n\": 1}", "the key", 0)));
                    }));
                }
                for (Future<StartResult> result : results) {
                    ids.add(result.get().runId());
                    fresh += result.get().repeated() ? 0 : 1;
                }
            }
            assertThat(ids).hasSize(1);
            assertThat(fresh).isEqualTo(1);
            assertThat(problem(session.start(start("wait", "{\"n\": 2}", "the key", 0))))
                    .satisfies(p -> assertThat(p.status()).isEqualTo(422))
                    .satisfies(p -> assertThat(p.detail()).contains("with another input"));
            restart();
            assertThat(join(session.start(start("wait", "{\"n\": 1}", "the key", 0)))
                            .runId())
                    .isEqualTo(ids.iterator().next());
            publish("go");
            assertThat(ended(ids.iterator().next()).status()).isEqualTo(RunStatus.COMPLETED);
            StartResult after = join(session.start(start("wait", "{\"n\": 1}", "the key", 1_000)));
            assertThat(after.repeated()).isTrue();
            assertThat(after.run()).isNotNull();
            deploy("other", "do: [{a: {set: {n: 1}}}]");
            assertThat(problem(session.start(start("other", "{\"n\": 1}", "the key", 0)))
                            .detail())
                    .contains("to start test/wait 1.0.0 and not test/other");
        }

        @Test
        void aStartThatCannotBeUnderstoodIsRefused() {
            deploy("hello", "do: [{a: {set: {n: 1}}}]");
            assertThat(problem(session.start(new StartRequest(new WorkflowRef("test", "", null), null, null, null)))
                            .detail())
                    .contains("'workflow.name' is empty");
            assertThat(problem(session.start(start("hello", "{}", null, -1))).status())
                    .isEqualTo(400);
            assertThat(problem(session.start(start("hello", "{}", "x".repeat(300), 0)))
                            .status())
                    .isEqualTo(400);
        }

        // --- reading ---

        @Test
        void runsAreListedInPages() {
            deploy("hello", "do: [{a: {set: {n: 1}}}]");
            deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.addFirst(
                        join(session.start(start("hello", "{}", null, 10_000))).runId());
            }
            String waiting = join(session.start(start("wait"))).runId();
            RunPage first = join(session.listRuns(new RunListRequest(List.of(), "test", "hello", null, null, 3)));
            assertThat(first.runs().stream().map(RunSummary::runId)).isEqualTo(ids.subList(0, 3));
            RunPage second =
                    join(session.listRuns(new RunListRequest(List.of(), "test", "hello", null, first.next(), 3)));
            assertThat(second.runs().stream().map(RunSummary::runId)).isEqualTo(ids.subList(3, 5));
            assertThat(second.next()).isNull();
            assertThat(join(session.listRuns(new RunListRequest(
                                    List.of(RunStatus.WAITING, RunStatus.RUNNING), null, null, null, null, 3)))
                            .runs()
                            .stream()
                            .map(RunSummary::runId))
                    .containsExactly(waiting);
            assertThat(problem(session.listRuns(new RunListRequest(List.of(), null, null, null, "nothing", 3)))
                            .status())
                    .isEqualTo(400);
            assertThat(problem(session.listRuns(new RunListRequest(List.of(), null, null, null, null, 0)))
                            .detail())
                    .contains("1 to 1000");
        }

        @Test
        void aJournalIsReadInPages() {
            deploy("three", "do: [{a: {wait: PT0.02S}}, {b: {wait: PT0.001S}}, {c: {wait: PT0.001S}}]");
            String run = join(session.start(start("three", "{}", null, 30_000))).runId();
            JournalPage all = join(session.journal(new JournalRequest(run, null, null, null)));
            assertThat(all.entries().stream().map(JournalItem::kind))
                    .startsWith("started", "fired", "fired", "fired")
                    .endsWith("closed");
            assertThat(all.next()).isNull();
            JournalPage first = join(session.journal(new JournalRequest(run, 0, null, 2)));
            assertThat(first.entries()).isEqualTo(all.entries().subList(0, 2));
            assertThat(join(session.journal(new JournalRequest(run, 0, first.next(), 100)))
                            .entries())
                    .isEqualTo(all.entries().subList(2, all.entries().size()));
            assertThat(problem(session.journal(new JournalRequest(run, 7, null, null)))
                            .status())
                    .isEqualTo(404);
            assertThat(problem(session.journal(new JournalRequest("no", null, null, null)))
                            .detail())
                    .isEqualTo("There is no run no");
        }

        @Test
        void aPageOfLargeEntriesIsShort() {
            deploy("large", "do: [{a: {listen: {to: {any: [{with: {type: go}}], until: '${ false }'}}}}]");
            String run = join(session.start(start("large"))).runId();
            JsonObject event = JsonObject.of("type", JsonString.of("go"), "data", JsonString.of("x".repeat(3_000_000)));
            int published = 0;
            while (published < 5) {
                published += join(session.publish(new PublishRequest(List.of(event))))
                        .deliveries();
            }
            List<JournalItem> all = new ArrayList<>();
            List<Integer> sizes = new ArrayList<>();
            Long next = null;
            while (all.size() < 6) { // what was published is recorded a little later
                JournalPage page = join(session.journal(new JournalRequest(run, null, next, null)));
                all.addAll(page.entries());
                sizes.add(page.entries().size());
                next = all.getLast().seq();
            }
            assertThat(all.stream().map(JournalItem::seq)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
            assertThat(sizes).as("two large ones are too many").allMatch(size -> size <= 3);
            join(session.cancel(new RunCommand(run, null)));
        }

        @Test
        void deployingAndStartingBySchedulesDoNotWaitForEachOther() {
            for (int i = 0; i < 200; i++) {
                deploy("tick" + i % 3, "schedule: {every: PT0.001S}\ndo: [{a: {set: {n: " + i + "}}}]", "1.0." + i);
            }
            for (int i = 0; i < 3; i++) {
                deploy("tick" + i, "do: [{a: {set: {n: 1}}}]", "2.0.0");
            }
            assertThat(join(session.listRuns(new RunListRequest(List.of(), null, null, null, null, 1)))
                            .runs())
                    .isNotEmpty();
        }

        // --- commands ---

        @Test
        void aRunIsSuspendedResumedAndCancelled() {
            deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = join(session.start(start("wait"))).runId();
            assertThat(join(session.suspend(new RunCommand(run, "me"))).status())
                    .isEqualTo(RunStatus.SUSPENDED);
            assertThat(join(session.suspend(new RunCommand(run, "me"))).status())
                    .isEqualTo(RunStatus.SUSPENDED);
            assertThat(join(session.resume(new RunCommand(run, "me"))).status()).isEqualTo(RunStatus.WAITING);
            assertThat(problem(session.resume(new RunCommand(run, null))).status())
                    .isEqualTo(409);
            assertThat(join(session.cancel(new RunCommand(run, "enough"))).status())
                    .isEqualTo(RunStatus.CANCELLED);
            assertThat(ended(run).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(join(session.cancel(new RunCommand(run, null))).status()).isEqualTo(RunStatus.CANCELLED);
            assertThat(problem(session.suspend(new RunCommand(run, null))).detail())
                    .contains("is cancelled");
            assertThat(problem(session.cancel(new RunCommand("no", null))).status())
                    .isEqualTo(404);
        }

        // --- events ---

        @Test
        void aSubscriptionTellsAllOfARunFromAnEntryOn() throws InterruptedException {
            deploy("two", "do: [{a: {wait: PT0.001S}}, {b: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = join(session.start(start("two"))).runId();
            join(session.subscribe(new SubscribeRequest("s", run, null, null)));
            assertThat(problem(session.subscribe(new SubscribeRequest("s", run, null, null)))
                            .status())
                    .isEqualTo(409);
            List<RunEvent> got = new ArrayList<>();
            boolean published = false;
            do {
                RunEvent event = events.take();
                got.add(event);
                if (!published && event.run() != null && event.run().status() == RunStatus.WAITING) {
                    published = true;
                    publish("go");
                }
            } while (!got.getLast().kind().equals(RunEvent.ENDED));
            assertThat(got.stream()
                            .map(RunEvent::entry)
                            .filter(Objects::nonNull)
                            .toList())
                    .isEqualTo(join(session.journal(new JournalRequest(run, null, null, null)))
                            .entries());
            assertThat(got.getLast().run().status()).isEqualTo(RunStatus.COMPLETED);
            join(session.subscribe(new SubscribeRequest("s", run, null, 1L)));
            assertThat(events.take().entry().seq()).as("the name is free again").isEqualTo(2);
            assertThat(problem(session.subscribe(new SubscribeRequest("t", "no", null, null)))
                            .status())
                    .isEqualTo(404);
        }

        @Test
        void aSubscriptionCanBeEnded() throws InterruptedException {
            deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = join(session.start(start("wait"))).runId();
            join(session.subscribe(new SubscribeRequest("s", run, null, null)));
            assertThat(events.take().kind()).isEqualTo(RunEvent.ENTRY);
            join(session.unsubscribe(new SubscriptionRef("s")));
            join(session.unsubscribe(new SubscriptionRef("s")));
            join(session.subscribe(new SubscribeRequest("other", run, null, 100L)));
            publish("go");
            RunEvent last;
            do {
                last = events.take();
            } while (!last.kind().equals(RunEvent.ENDED));
            assertThat(last.subscription()).isEqualTo("other");
        }

        // --- the engine ---

        @Test
        void theEngineSaysHowItIs() {
            assertThat(join(session.info()).protocol()).isEqualTo(1);
            deploy("hello", "do: [{a: {set: {n: 1}}}]");
            deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            join(session.start(start("hello", "{}", null, 30_000)));
            join(session.start(start("wait")));
            EngineHealth health = join(session.health());
            while (health.commits() < 2) { // a start is answered before it is counted
                health = join(session.health());
            }
            assertThat(health.state()).isEqualTo(EngineHealth.READY);
            assertThat(health.active()).isEqualTo(1);
            assertThat(health.ended()).containsEntry("completed", 1L).containsEntry("faulted", 0L);
            assertThat(health.unfinished().values().stream().mapToLong(n -> n).sum())
                    .isEqualTo(1);
            assertThat(health.entries()).isGreaterThanOrEqualTo(3);
            assertThat(health.steps()).isGreaterThan(3);
            restart();
            publish("go");
            while (join(session.health()).recovered() == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(join(session.health()).recovered()).isEqualTo(1);
        }

        @Test
        void anEngineThatStopsTakesNoMoreWork() {
            deploy("hello", "do: [{a: {set: {n: 1}}}]");
            service.stop(Duration.ofSeconds(1));
            assertThat(problem(session.start(start("hello"))).status()).isEqualTo(503);
            assertThat(join(session.health()).state()).isEqualTo(EngineHealth.STOPPING);
            assertThat(join(session.getWorkflow(new WorkflowRef("test", "hello", null)))
                            .name())
                    .isEqualTo("hello");
        }
    }

    /** A server's end of the wire may vanish: whoever waits is told. */
    @Test
    void aLostConnectionFailsWhatWaits() throws Exception {
        Pipe there = Pipe.open();
        Pipe back = Pipe.open();
        try (var out = Channels.newOutputStream(there.sink());
                var in = Channels.newInputStream(back.source());
                var _ = there.source()) {
            EngineSession session = RpcClient.open(in, out, () -> {}, EngineClient.NONE);
            CompletableFuture<EngineHealth> waiting = session.health();
            back.sink().close();
            assertThat(problem(waiting).status()).isEqualTo(503);
            assertThat(problem(session.health()).status()).isEqualTo(503);
        }
    }
}
