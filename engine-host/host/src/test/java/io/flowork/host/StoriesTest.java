package io.flowork.host;

import static io.flowork.host.DapPeer.at;
import static io.flowork.host.DapPeer.number;
import static io.flowork.host.DapPeer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.BranchRecord;
import io.flowork.store.Store;
import io.flowork.store.sqlite.SqliteStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The stories in {@code testdata/stories}: runs with a bug, made by the engine, and how the debugger finds it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StoriesTest {
    /** A server's answer to its n-th request, from 1. */
    private interface Answers {
        Answer to(int number);
    }

    private record Answer(int status, String body) {}

    /** What a branch has read, and what is there by now. */
    private static final String SEEN = "[.seen, $context.stock]";

    @TempDir
    Path folder;

    private Workbench bench;
    private HttpServer server;
    private Answers answers = number -> new Answer(200, "{}");
    private final AtomicInteger requests = new AtomicInteger();

    @BeforeEach
    void prepare() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Answer answer = answers.to(requests.incrementAndGet());
            byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(answer.status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        bench = new Workbench(folder);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void story(String name) throws IOException {
        try (Stream<Path> files =
                Files.list(Workbench.root().resolve("testdata/stories").resolve(name))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
            }
        }
        String here = "http://127.0.0.1:" + server.getAddress().getPort();
        bench.variable("FLOWORK_HTTP_HOSTS", "shop.example=" + here + ",rates.example=" + here);
    }

    /** Debugs the newest run, from a file that somebody sent. */
    private DapPeer recording() throws IOException {
        return recording("last");
    }

    private DapPeer recording(String run) throws IOException {
        bench.run("runs", "export", run, "case.flowrec").ended(0);
        return new DapPeer(folder, Map.of());
    }

    private static List<JsonObject> objects(JsonValue array) {
        return StreamSupport.stream(((JsonArray) array).spliterator(), false)
                .map(JsonObject.class::cast)
                .toList();
    }

    private static long scope(DapPeer dap, String name) throws Exception {
        JsonObject scopes = dap.ask("scopes", "{'frameId': " + dap.top(1) + "}");
        return objects(at(scopes, "scopes")).stream()
                .filter(scope -> text(scope, "name").equals(name))
                .map(scope -> number(scope, "variablesReference"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aValueBecameNullInALoop() throws Exception {
        story("null-in-a-loop");
        String lines = "[{\"price\": 3, \"count\": 4}, {\"price\": 200, \"count\": 1, \"discount\": 0.2},"
                + " {\"price\": 80, \"count\": 2}, {\"price\": 5, \"count\": 1}]";
        bench.run("run", "invoice.flow.yaml", "--input", "{\"lines\": " + lines + "}")
                .ended(1);
        try (DapPeer dap = recording()) {
            dap.begin("attach", "{'recording': 'case.flowrec'}");
            dap.go("flowork/seek", "{'t': 1000000}");
            dap.go("stepBack", "{'threadId': 1}");
            assertThat(dap.value("$task.name")).isEqualTo("\"due\"");
            assertThat(dap.value("$context.discount")).isEqualTo("null");

            JsonObject watched = dap.ask(
                    "dataBreakpointInfo", "{'variablesReference': " + scope(dap, "Context") + ", 'name': 'discount'}");
            dap.ask("setDataBreakpoints", "{'breakpoints': [{'dataId': '" + text(watched, "dataId") + "'}]}");
            JsonObject stopped = dap.go("reverseContinue", "{'threadId': 1}");
            assertThat(text(stopped, "reason")).isEqualTo("data breakpoint");
            assertThat(text(stopped, "description")).contains("$context.discount changed from 0.2 to null");

            dap.go("stepBack", "{'threadId': 1}");
            assertThat(dap.value("$task.name")).isEqualTo("\"add\"");
            assertThat(dap.value("$line")).isEqualTo("{\"price\":80,\"count\":2}");
            assertThat(dap.value("$context.discount")).isEqualTo("0.2");
        }
    }

    @Test
    void twoBranchesOverwriteEachOther() throws Exception {
        story("fork-race");
        assertThat(bench.run("run", "stock.flow.yaml").ended(0).json().get("left"))
                .isEqualTo(JsonNumber.of(7));
        try (DapPeer dap = recording()) {
            dap.ask("initialize", "{'adapterID': 'flowork'}");
            dap.ask("attach", "{'recording': 'case.flowrec'}");
            var _ = dap.event("initialized");
            dap.ask("setFunctionBreakpoints", "{'breakpoints': [{'name': 'take'}]}");
            dap.go("configurationDone", "{}");
            JsonObject first = dap.go("continue", "{'threadId': 1}");
            JsonObject threads = dap.ask("threads", "{}");
            assertThat(objects(at(threads, "threads")).stream()
                            .map(thread -> text(thread, "name"))
                            .toList())
                    .containsExactly("main", "orders › web", "orders › shop");
            assertThat(value(dap, first, SEEN)).isEqualTo("[10,10]");
            assertThat(value(dap, first, "$task.reference")).contains("shop");
            JsonObject second = dap.go("continue", "{'threadId': 1}");
            assertThat(value(dap, second, "$task.reference")).contains("web");
            assertThat(value(dap, second, SEEN)).as("what it read, and what is there").isEqualTo("[10,6]");

            List<JsonObject> steps = objects(at(dap.ask("flowork/timeline", "{'from': 0, 'count': 1000}"), "steps"));
            long looked = entered(steps, "/web/do/0/look");
            long took = entered(steps, "/shop/do/1/take");
            long tookAgain = entered(steps, "/web/do/2/take");
            assertThat(looked).isLessThan(took);
            assertThat(took).isLessThan(tookAgain);
        }
    }

    private static String value(DapPeer dap, JsonObject stopped, String expression) throws Exception {
        return dap.value(number(stopped, "threadId"), expression);
    }

    private static long entered(List<JsonObject> steps, String reference) {
        return steps.stream()
                .filter(step -> text(step, "kind").equals("entered")
                        && text(step, "reference").endsWith(reference))
                .map(step -> number(step, "t"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aRetryHidTheFirstError() throws Exception {
        story("hidden-error");
        answers = number -> number == 1
                ? new Answer(500, "{\"kept\": \"r-1\", \"but\": \"the mail server is away\"}")
                : new Answer(409, "{\"reserved by\": \"r-1\"}");
        JsonObject output = bench.run("run", "reserve.flow.yaml").ended(0).json();
        assertThat(output.get("status")).isEqualTo(JsonNumber.of(409));
        int sent = requests.get();
        try (DapPeer dap = recording()) {
            dap.ask("initialize", "{'adapterID': 'flowork'}");
            dap.ask("attach", "{'recording': 'case.flowrec'}");
            var _ = dap.event("initialized");
            dap.ask("setExceptionBreakpoints", "{'filters': ['caught']}");
            dap.go("configurationDone", "{}");
            JsonObject first = dap.go("continue", "{'threadId': 1}");
            assertThat(text(first, "reason")).isEqualTo("exception");
            JsonObject info = dap.ask("exceptionInfo", "{'threadId': 1}");
            assertThat(info.toString()).contains("500", "the mail server is away");
            JsonObject second = dap.go("continue", "{'threadId': 1}");
            assertThat(text(second, "reason")).isEqualTo("exception");
            assertThat(dap.ask("exceptionInfo", "{'threadId': 1}").toString()).contains("409", "r-1");
        }
        assertThat(requests).as("nothing was sent again").hasValue(sent);
    }

    @Test
    void aSubWorkflowRanInTheWrongVersion() throws Exception {
        story("wrong-version");
        JsonObject run = bench.run("run", "order.flow.yaml", "--input", "{\"net\": 100}", "--json")
                .ended(0)
                .json();
        assertThat(at(run, "output", "pay")).isEqualTo(JsonNumber.of(116));
        Files.delete(folder.resolve("price-1.flow.yaml")); // whatever the files are today
        try (DapPeer dap = recording(text(run, "runId"))) {
            dap.ask("initialize", "{'adapterID': 'flowork'}");
            dap.ask("attach", "{'recording': 'case.flowrec'}");
            var _ = dap.event("initialized");
            dap.ask("setFunctionBreakpoints", "{'breakpoints': [{'name': 'bill'}]}");
            dap.go("configurationDone", "{}");
            dap.go("continue", "{'threadId': 1}");
            assertThat(dap.value(".")).isEqualTo("{\"gross\":116}");
            dap.go("stepBack", "{'threadId': 1}");
            assertThat(dap.value("$task.name")).isEqualTo("\"price\"");
            assertThat(dap.value("$task.definition.run.workflow.version")).isEqualTo("\"1.0.0\"");

            JsonObject inside = dap.go("stepIn", "{'threadId': 1}");
            for (int i = 0; i < 10 && !value(dap, inside, "$task.name").equals("\"add\""); i++) {
                inside = dap.go("stepIn", "{'threadId': " + number(inside, "threadId") + "}"); // its expressions come first
            }
            List<JsonObject> stack = objects(at(
                    dap.ask("stackTrace", "{'threadId': " + number(inside, "threadId") + "}"), "stackFrames"));
            assertThat(stack.stream().map(frame -> text(frame, "name")).toList())
                    .satisfies(names -> assertThat(names).first().isEqualTo("add"))
                    .anyMatch(name -> name.contains("price") && name.contains("1.0.0"))
                    .contains("price");
            assertThat(value(dap, inside, "$workflow.definition.document.version"))
                    .isEqualTo("\"1.0.0\"");
            long source = number(stack.getFirst(), "source", "sourceReference");
            assertThat(text(dap.ask("source", "{'sourceReference': " + source + "}"), "content"))
                    .contains(".net * 116 / 100");
        }
    }

    @Test
    void aFixIsVerifiedOnFiftyFailures() throws Exception {
        story("fix-by-what-if");
        answers = number -> new Answer(200, "{\"perKilo\": 2}");
        for (int i = 0; i < 50; i++) {
            String boxes = i % 5 < 3 ? ", \"boxes\": []" : "";
            bench.run("run", "shipping.flow.yaml", "--input", "{\"kilos\": " + (i + 1) + boxes + "}")
                    .ended(1);
        }
        bench.run("run", "shipping.flow.yaml", "--input", "{\"kilos\": 6, \"boxes\": [\"a\", \"b\"]}")
                .ended(0);
        assertThat(requests).hasValue(51);
        List<JsonObject> runs = objects(at(
                bench.run("runs", "list", "--status", "faulted", "--limit", "100", "--json")
                        .ended(0)
                        .json(),
                "runs"));
        assertThat(runs).hasSize(50);
        List<String> fingerprints =
                runs.stream().map(run -> text(run, "fingerprint")).distinct().toList();
        assertThat(fingerprints).hasSize(1);
        String failed = text(runs.getLast(), "runId");
        assertThat(bench.run("runs", "show", failed).ended(0).out()).contains("(.boxes | length)");
        assertThat(bench.run("runs", "why", failed, ".boxes").ended(0).out())
                .startsWith("input.boxes of weight = []")
                .contains("the run's input.boxes = []");
        List<List<BranchRecord>> before = branches(runs);

        assertThat(whatIf(fingerprints.getFirst(), "shipping.flow.yaml", 1)).isZero();
        assertThat(whatIf(fingerprints.getFirst(), "half.flow.yaml", 1)).isEqualTo(30);
        assertThat(whatIf(fingerprints.getFirst(), "fixed.flow.yaml", 0)).isEqualTo(50);
        assertThat(requests).as("nothing was called").hasValue(51);
        assertThat(branches(runs)).as("nothing was stored").isEqualTo(before);
    }

    private long whatIf(String fingerprint, String file, int exit) {
        JsonObject tried = bench.run("runs", "what-if", "--group", fingerprint, file, "--json")
                .ended(exit)
                .json();
        assertThat(objects(at(tried, "runs"))).hasSize(50);
        return number(tried, "completed");
    }

    /** The branches of runs, each with the number of its next entry. */
    private List<List<BranchRecord>> branches(List<JsonObject> runs) {
        try (Store store = SqliteStore.open(folder.resolve(".flowork"))) {
            return runs.stream()
                    .map(run -> store.branches(text(run, "runId")))
                    .toList();
        }
    }
}
