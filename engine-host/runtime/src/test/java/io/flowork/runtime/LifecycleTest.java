package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the standard's lifecycle events say of runs, and to whom. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifecycleTest {
    private static final String PREFIX = "io.serverlessworkflow.";
    private static final List<String> TYPES = List.of(
            "workflow.started",
            "workflow.suspended",
            "workflow.resumed",
            "workflow.correlation-started",
            "workflow.correlation-completed",
            "workflow.cancelled",
            "workflow.faulted",
            "workflow.completed",
            "workflow.status-changed",
            "task.created",
            "task.started",
            "task.suspended",
            "task.resumed",
            "task.retried",
            "task.cancelled",
            "task.faulted",
            "task.completed");

    @TempDir
    Path folder;

    private SqliteStore store;
    private Engine engine;
    private final TestWorkflows workflows = new TestWorkflows();
    private final List<JsonObject> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() {
        store = SqliteStore.open(folder);
        engine = workflows.engine(EngineSettings.of("test"), store);
    }

    @AfterEach
    void close() {
        engine.close();
        store.close();
    }

    private LoadedWorkflow workflow(String name, String tasks) {
        return workflows.add(name, tasks);
    }

    private void listen(List<String> types) {
        JsonArray names = JsonArray.of(
                types.stream().map(type -> JsonString.of(PREFIX + type + ".v1")).toList());
        engine.events().subscribe("test", names, event -> {
            heard.add(event);
            return CompletableFuture.completedFuture(null);
        });
    }

    private Run start(LoadedWorkflow workflow) {
        return engine.start(workflow, JsonObject.EMPTY, null).awaitAccepted();
    }

    private List<String> types() {
        List<String> types = new ArrayList<>();
        for (JsonObject event : heard) {
            String type = ((JsonString) event.get("type")).value();
            types.add(type.substring(PREFIX.length(), type.length() - ".v1".length()));
        }
        return types;
    }

    private JsonObject data(String type) {
        for (JsonObject event : heard) {
            if (event.get("type").equals(JsonString.of(PREFIX + type + ".v1"))) {
                return (JsonObject) event.get("data");
            }
        }
        throw new AssertionError("no " + type + " among " + types());
    }

    @Test
    void aRunTellsOfItselfAndItsTasks() {
        listen(TYPES);
        Run run = start(workflow(
                "tells",
                "- a: {set: {n: 1}}\n- b: {raise: {error: {type: 'https://example.com/no', status: 418, title: No}}}"));
        run.await();
        assertThat(types())
                .containsExactly(
                        "workflow.started",
                        "task.created",
                        "task.started",
                        "task.completed",
                        "task.created",
                        "task.started",
                        "task.faulted",
                        "workflow.faulted",
                        "workflow.status-changed");
        String name = "tells-" + run.id() + ".test";
        JsonObject started = data("workflow.started");
        assertThat(started.keys()).containsExactly("name", "startedAt", "definition");
        assertThat(started.get("name")).isEqualTo(JsonString.of(name));
        assertThat(started.get("definition"))
                .hasToString("{\"name\":\"tells\",\"namespace\":\"test\",\"version\":\"1.0.0\"}");
        JsonObject completed = data("task.completed");
        assertThat(completed.get("workflow")).isEqualTo(JsonString.of(name));
        assertThat(completed.get("task")).isEqualTo(JsonString.of("/do/0/a"));
        assertThat(completed.get("output")).hasToString("{\"n\":1}");
        assertThat(data("workflow.faulted").get("error").toString()).contains("\"status\":418", "/do/1/b");
        assertThat(heard.stream().map(event -> event.get("id"))).doesNotHaveDuplicates();
    }

    @Test
    void commandsAndWaitingAreToldToo() {
        listen(TYPES);
        Run run = start(workflow("waits", "- a: {listen: {to: {one: {with: {type: go}}}}}\n- b: {wait: PT1H}"));
        run.suspend("me");
        await("workflow.suspended");
        run.resume("me");
        await("workflow.resumed");
        while (engine.events()
                        .publish(JsonObject.of("type", JsonString.of("go")))
                        .join()
                == 0) {
            LockSupport.parkNanos(1_000_000);
        }
        await("workflow.correlation-completed");
        run.cancel("enough");
        run.await();
        assertThat(types())
                .containsSubsequence(
                        "workflow.correlation-started",
                        "workflow.suspended",
                        "task.suspended",
                        "workflow.resumed",
                        "task.resumed",
                        "workflow.correlation-completed",
                        "task.cancelled",
                        "workflow.cancelled",
                        "workflow.status-changed");
    }

    @Test
    void everyActiveTaskIsSuspendedAndTellsOfItsStatus() {
        listen(List.of("task.suspended", "task.resumed", "task.status-changed", "task.completed"));
        Run run = start(workflow(
                "forks",
                "- f: {fork: {branches: [{a: {listen: {to: {one: {with: {type: go}}}}}}, {b: {wait: PT1H}}]}}"));
        while (statuses("/do/0/f/fork/branches/1/b").isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        run.suspend("me");
        run.resume("me");
        await("task.resumed");
        run.cancel("enough");
        run.await();
        assertThat(heard.stream()
                        .filter(event -> event.get("type").equals(JsonString.of(PREFIX + "task.suspended.v1")))
                        .map(event ->
                                ((JsonObject) event.get("data")).get("task").toString()))
                .containsExactly("\"/do/0/f\"", "\"/do/0/f/fork/branches/0/a\"", "\"/do/0/f/fork/branches/1/b\"");
        assertThat(data("task.suspended").keys()).containsExactly("workflow", "task", "suspendedAt");
        assertThat(data("task.status-changed").keys()).containsExactly("workflow", "task", "updatedAt", "status");
        assertThat(statuses("/do/0/f/fork/branches/1/b"))
                .containsExactly("running", "suspended", "running", "cancelled");
        assertThat(heard.stream().map(event -> event.get("id"))).doesNotHaveDuplicates();
    }

    private List<String> statuses(String task) {
        List<String> statuses = new ArrayList<>();
        for (JsonObject event : heard) {
            JsonObject data = (JsonObject) event.get("data");
            if (data.get("status") instanceof JsonString status
                    && data.get("task").equals(JsonString.of(task))) {
                statuses.add(status.value());
            }
        }
        return statuses;
    }

    @Test
    void aRunThatComesBackToMemoryHasNotChangedItsStatus() {
        listen(List.of("workflow.status-changed"));
        Run run = start(workflow("away", "- a: {listen: {to: {any: [{with: {type: go}}], until: '${ false }'}}}"));
        while (!run.isAway()) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(engine.events()
                        .publish(JsonObject.of("type", JsonString.of("go")))
                        .join())
                .isEqualTo(1);
        assertThat(heard.stream().map(event -> ((JsonObject) event.get("data")).get("status")))
                .containsExactly(JsonString.of("waiting"));
    }

    private void await(String type) {
        while (!types().contains(type)) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    @Test
    void whoeverListensToAnyEventHearsNoneOfThem() {
        engine.events().subscribe("test", JsonArray.EMPTY, event -> {
            heard.add(event);
            return CompletableFuture.completedFuture(null);
        });
        start(workflow("quiet", "- a: {set: {n: 1}}")).await();
        assertThat(heard).isEmpty();
    }

    @Test
    void listenersAreNotToldOfEachOtherNorOfWhatTheyStart() {
        workflow("child", "- a: {set: {n: 1}}");
        LoadedWorkflow observer = workflow("observer", """
                - a:
                    listen:
                      to: {any: [{with: {type: io.serverlessworkflow.workflow.completed.v1}}], until: '${ length == 1 }'}
                - b: {run: {workflow: {namespace: test, name: child, version: 1.0.0}}}
                """);
        Run first = start(observer);
        Run second = start(observer);
        listen(List.of("workflow.completed"));
        while (engine.run(first.id()).isEmpty()
                || store.run(second.id()).orElseThrow().status() != Status.WAITING) {
            LockSupport.parkNanos(1_000_000);
        }
        while (!first.isDone() || !second.isDone()) {
            start(workflow("other", "- a: {set: {n: 1}}")).await();
        }
        assertThat(first.await().status()).isEqualTo(Status.COMPLETED);
        assertThat(heard)
                .isNotEmpty()
                .allMatch(event -> event.get("source").equals(JsonString.of("/test/other/1.0.0")));
    }

    @Test
    void whatIsSentOutsideIsRecordedWithWhatItTellsOf() {
        LoadedWorkflow sender = workflow("sender", "- a: {set: {sent: '${ .data.output }'}}");
        engine.events()
                .lifecycle()
                .send(
                        "test",
                        JsonArray.of(JsonString.of(PREFIX + "workflow.completed.v1")),
                        event -> event.get("source").equals(JsonString.of("/test/sender/1.0.0"))
                                ? null
                                : new PlannedRun("sending", "test", sender, event));
        Run run = start(workflow("done", "- a: {set: {n: 1}}"));
        run.await();
        RunRecord sending = store.run("sending").orElseThrow();
        assertThat(sending.name()).isEqualTo("sender");
        engine.run("sending").ifPresent(Run::await);
        JsonValue output = store.data("sending").output();
        assertThat(output).hasToString("{\"sent\":{\"n\":1}}");
        assertThat(store.runs(RunQuery.newest(10))).hasSize(2);
    }
}
