package io.flowork.runtime.service;

import static io.flowork.runtime.service.Replied.join;
import static io.flowork.runtime.service.Replied.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.api.CommandResult;
import io.flowork.api.DeployRequest;
import io.flowork.api.EngineSession;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalRequest;
import io.flowork.api.PublishRequest;
import io.flowork.api.RetryRequest;
import io.flowork.api.RunCommand;
import io.flowork.api.RunEvent;
import io.flowork.api.RunInfo;
import io.flowork.api.RunListRequest;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.StartRequest;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.WorkflowRef;
import io.flowork.core.machine.Status;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.runtime.Capacity;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineSettings;
import io.flowork.runtime.Secrets;
import io.flowork.runtime.schedule.MissedFirings;
import io.flowork.store.StoredProgram;
import io.flowork.store.Write;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that have ended go on, and do again only what failed; others are ended, whatever holds them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RetryTest {
    @TempDir
    Path folder;

    private SqliteStore store;
    private Engine engine;
    private LocalEngineService service;
    private EngineSession session;
    private HttpServer server;
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final BlockingQueue<RunEvent> events = new LinkedBlockingQueue<>();
    private final Semaphore held = new Semaphore(0);
    private Capacity capacity = Capacity.DEFAULT;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            requests.add(name + " " + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            if (name.equals("held")) {
                held.acquireUninterruptibly();
            }
            byte[] body = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(failing.contains(name) ? 503 : 200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        start();
    }

    private void start() {
        store = SqliteStore.open(folder);
        DeployedWorkflows workflows = new DeployedWorkflows(store, Clock.systemUTC());
        engine = new Engine(
                EngineSettings.of("test").holding(capacity),
                store,
                Functions.load(),
                workflows,
                Secrets.NONE,
                Clock.systemUTC());
        service = new LocalEngineService(engine, store, workflows, "test", Clock.systemUTC(), MissedFirings.ONCE);
        session = service.open(events::add);
    }

    private void stop() {
        session.close();
        service.stop(Duration.ofSeconds(5));
        store.close();
    }

    private void restart() {
        stop();
        start();
        service.recover();
    }

    @AfterEach
    void close() {
        session.close();
        engine.close();
        store.close();
        server.stop(0);
    }

    private String call(String name) {
        return "{%s: {call: http, with: {method: post, endpoint: http://127.0.0.1:%d/%s}}}"
                .formatted(name, server.getAddress().getPort(), name);
    }

    private void deploy(String name, String tasks) {
        String text =
                "document: {dsl: 1.0.3, namespace: test, name: %s, version: 1.0.0}\ndo: [%s]\n".formatted(name, tasks);
        join(session.deploy(new DeployRequest(text, null, false)));
    }

    private String begin(String name) {
        return join(session.start(new StartRequest(new WorkflowRef("test", name, null), null, null, null)))
                .runId();
    }

    private RunInfo get(String run) {
        return join(session.getRun(new RunRef(run)));
    }

    private RunInfo until(String run, RunStatus status) {
        RunInfo info = get(run);
        while (info.status() != status || (status.ended() && engine.run(run).isPresent())) {
            LockSupport.parkNanos(1_000_000);
            info = get(run);
        }
        return info;
    }

    private void retry(String run, @Nullable String from) {
        CommandResult result = join(session.retry(new RetryRequest(run, from, "mended")));
        assertThat(result.runId()).isEqualTo(run);
    }

    private List<String> names() {
        return requests.stream()
                .map(request -> request.substring(0, request.indexOf(' ')))
                .toList();
    }

    private List<String> kinds(String run, @Nullable Integer branch) {
        return join(session.journal(new JournalRequest(run, branch, null, null))).entries().stream()
                .map(JournalItem::kind)
                .toList();
    }

    private void publish(String type) {
        JsonObject event = JsonObject.of("type", JsonString.of(type), "data", JsonString.of(type));
        while (join(session.publish(new PublishRequest(List.of(event)))).deliveries() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void onlyTheTaskThatFailedIsDoneAgain() {
        deploy("w", call("a") + ", " + call("b") + ", " + call("c"));
        failing.add("b");
        String run = begin("w");
        assertThat(until(run, RunStatus.FAULTED).branch()).isZero();
        retry(run, null);
        assertThat(until(run, RunStatus.FAULTED).branch()).isEqualTo(1);
        failing.clear();
        retry(run, null);
        RunInfo ended = until(run, RunStatus.COMPLETED);
        assertThat(ended.output()).isEqualTo(JsonString.of("c"));
        assertThat(ended.error()).isNull();
        assertThat(ended.branch()).isEqualTo(2);
        assertThat(names()).containsExactly("a", "b", "b", "b", "c");
        assertThat(requests).doesNotHaveDuplicates();
        assertThat(store.verify(run).intact()).isTrue();
        assertThat(kinds(run, 0)).containsExactly("started", "completed", "failed", "closed");
        assertThat(kinds(run, null))
                .containsExactly(
                        "started",
                        "completed",
                        "failed",
                        "forked",
                        "failed",
                        "forked",
                        "completed",
                        "completed",
                        "closed");
    }

    @Test
    void aRetriedRunSurvivesARestart() {
        deploy("w", call("a") + ", " + call("b") + ", {l: {listen: {to: {one: {with: {type: go}}}}}}");
        failing.add("b");
        String run = begin("w");
        until(run, RunStatus.FAULTED);
        failing.clear();
        retry(run, null);
        until(run, RunStatus.WAITING);
        restart();
        publish("go");
        assertThat(until(run, RunStatus.COMPLETED).branch()).isEqualTo(1);
        assertThat(names()).containsExactly("a", "b", "b");
    }

    @Test
    void aCancelledRunGoesOnWithTheSameRequest() {
        deploy("w", call("a") + ", {l: {listen: {to: {one: {with: {type: go}}}}}}, " + call("c"));
        String run = begin("w");
        while (!kinds(run, null).contains("completed")) {
            LockSupport.parkNanos(1_000_000);
        }
        join(session.cancel(new RunCommand(run, "by mistake")));
        until(run, RunStatus.CANCELLED);
        retry(run, null);
        publish("go");
        assertThat(until(run, RunStatus.COMPLETED).output()).isEqualTo(JsonString.of("c"));
        assertThat(names()).containsExactly("a", "c");
    }

    @Test
    void fromATaskByNameOrReference() {
        deploy("w", call("a") + ", " + call("b"));
        String run = begin("w");
        until(run, RunStatus.COMPLETED);
        assertThat(problem(session.retry(new RetryRequest(run, null, null))))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(409))
                .satisfies(problem -> assertThat(problem.detail()).contains("Say with 'from'"));
        assertThat(problem(session.retry(new RetryRequest(run, "z", null))))
                .satisfies(problem -> assertThat(problem.status()).isEqualTo(422))
                .satisfies(problem -> assertThat(problem.detail()).contains("never came to a task 'z'"));
        retry(run, "b");
        until(run, RunStatus.COMPLETED);
        retry(run, "/do/0/a");
        until(run, RunStatus.COMPLETED);
        assertThat(names()).containsExactly("a", "b", "b", "a", "b");
        assertThat(requests).doesNotHaveDuplicates();
    }

    /** What a task beside the one to go on from was told after that point is not asked for again. */
    @Test
    void whatWasAnsweredAfterThePointIsNotDoneAgain() {
        deploy(
                "w",
                "{f: {fork: {branches: [%s, {y: {do: [{l: {listen: {to: {one: {with: {type: go}}}}}}, %s]}}]}}}, %s"
                        .formatted(call("x"), call("y1"), call("z")));
        String run = begin("w");
        while (!kinds(run, null).contains("completed")) {
            LockSupport.parkNanos(1_000_000);
        }
        until(run, RunStatus.WAITING);
        publish("go");
        until(run, RunStatus.COMPLETED);
        retry(run, "l");
        publish("go");
        until(run, RunStatus.COMPLETED);
        assertThat(names()).containsExactly("x", "y1", "z", "y1", "z");
    }

    @Test
    void aChildThatWasCancelledWithItsParentGoesOnWithIt() {
        deploy("child", call("c1") + ", {l: {listen: {to: {one: {with: {type: go}}}}}}, " + call("c2"));
        deploy(
                "w",
                "{f: {fork: {branches: [{k: {run: {workflow: {namespace: test, name: child, version: latest}}}}, {s: {do: [{l: {listen: {to: {one: {with: {type: fail}}}}}}, %s]}}]}}}"
                        .formatted(call("s1")));
        failing.add("s1");
        String run = begin("w");
        while (!names().contains("c1")) {
            LockSupport.parkNanos(1_000_000);
        }
        publish("fail");
        until(run, RunStatus.FAULTED);
        String child = join(session.listRuns(new RunListRequest(List.of(), null, "child", run, null, null)))
                .runs()
                .getFirst()
                .runId();
        until(child, RunStatus.CANCELLED);
        failing.clear();
        retry(run, null);
        publish("go");
        until(run, RunStatus.COMPLETED);
        assertThat(get(child).status()).isEqualTo(RunStatus.COMPLETED);
        assertThat(names()).containsExactlyInAnyOrder("c1", "s1", "s1", "c2");
    }

    @Test
    void aFollowerIsToldOfTheBranchFromWhereItForked() throws InterruptedException {
        deploy("w", call("a") + ", " + call("b"));
        failing.add("b");
        String run = begin("w");
        until(run, RunStatus.FAULTED);
        failing.clear();
        retry(run, null);
        until(run, RunStatus.COMPLETED);
        join(session.subscribe(new SubscribeRequest("s", run, 0, 3L)));
        List<String> told = new ArrayList<>();
        RunEvent event = events.take();
        while (!event.kind().equals(RunEvent.ENDED)) {
            if (event.entry() != null) {
                told.add(event.entry().branch() + "." + event.entry().seq() + " "
                        + event.entry().kind());
            }
            event = events.take();
        }
        assertThat(told).containsExactly("1.3 forked", "1.4 completed", "1.5 closed");
    }

    @Test
    void onlyARunThatHasEndedIsRetried() {
        deploy("w", "{l: {listen: {to: {one: {with: {type: go}}}}}}");
        String run = begin("w");
        assertThat(problem(session.retry(new RetryRequest(run, null, null))).status())
                .isEqualTo(409);
        assertThat(problem(session.retry(new RetryRequest("none", null, null))).status())
                .isEqualTo(404);
        publish("go");
        until(run, RunStatus.COMPLETED);
    }

    @Test
    void aRunThatWaitsToBeStartedIsCancelledAtOnce() {
        stop();
        capacity = new Capacity(1, 10, 10, 10);
        start();
        deploy("w", call("a"));
        deploy("slow", call("held"));
        String first = begin("slow");
        String second = begin("w");
        assertThat(get(second).status()).isEqualTo(RunStatus.PENDING);
        assertThat(join(session.cancel(new RunCommand(second, null))).status()).isEqualTo(RunStatus.CANCELLED);
        until(second, RunStatus.CANCELLED);
        held.release();
        until(first, RunStatus.COMPLETED);
        assertThat(names()).containsExactly("held");
    }

    @Test
    void aRunThatCannotGoOnIsTerminated() {
        StoredProgram broken = StoredProgram.of("test", "broken", "1.0.0", "yaml", "document: nonsense");
        store.write(
                new Write.PutProgram(broken),
                new Write.CreateRun("lost", broken.hash(), Status.RUNNING, 1, 1, JsonObject.EMPTY, null));
        restart();
        while (join(session.health()).recovering()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(problem(session.cancel(new RunCommand("lost", null))).status())
                .isEqualTo(503);
        assertThat(join(session.terminate(new RunCommand("lost", "nobody needs it")))
                        .status())
                .isEqualTo(RunStatus.CANCELLED);
        assertThat(get("lost").status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(get("lost").endedAt()).isNotNull();
        assertThat(String.valueOf(get("lost").error())).contains("nobody needs it");
        assertThat(problem(session.retry(new RetryRequest("lost", null, null))).detail())
                .contains("cannot go on");
    }

    @Test
    void terminatingARunThatIsAtWorkCancelsIt() {
        deploy("w", "{l: {listen: {to: {one: {with: {type: go}}}}}}");
        String run = begin("w");
        join(session.terminate(new RunCommand(run, null)));
        until(run, RunStatus.CANCELLED);
    }

    /** As after a full disk: it is in the store, and nobody works on it. */
    @Test
    void aRunThatStoppedIsResumed() {
        deploy("w", call("a"));
        String hash =
                join(session.getWorkflow(new WorkflowRef("test", "w", null))).hash();
        store.write(new Write.CreateRun("left", hash, Status.PENDING, 1, 1, JsonObject.EMPTY, null));
        join(session.resume(new RunCommand("left", null)));
        assertThat(until("left", RunStatus.COMPLETED).output()).isEqualTo(JsonString.of("a"));
    }
}
