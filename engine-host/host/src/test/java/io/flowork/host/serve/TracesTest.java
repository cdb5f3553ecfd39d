package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.exit.CommandException;
import io.flowork.host.serve.ServeOptions.Parts;
import io.flowork.host.trace.Collector;
import io.flowork.runtime.Secrets;
import io.flowork.store.Retention;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ended runs as a collector of traces gets them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TracesTest {
    private static final String CANARY = "canary-17b3";

    @TempDir
    Path folder;

    private HttpServer server;
    private final BlockingQueue<JsonObject> spans = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> authorizations = new LinkedBlockingQueue<>();
    private final Map<String, String> traceparents = new ConcurrentHashMap<>();
    private volatile int status = 200;
    private @Nullable EngineHost host;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::collect);
        server.createContext("/called", exchange -> {
            String header = exchange.getRequestHeaders().getFirst("traceparent");
            traceparents.put(exchange.getRequestURI().getPath(), header == null ? "none" : header);
            answer(exchange, exchange.getRequestURI().getPath().endsWith("bad") ? 500 : 200);
        });
        server.start();
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.stop();
        }
        server.stop(0);
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void collect(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int answer = status;
        bodies.add(body);
        authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        if (answer == 200) {
            for (JsonValue resource : array((JsonObject) JsonReader.parse(body), "resourceSpans")) {
                for (JsonValue scope : array((JsonObject) resource, "scopeSpans")) {
                    array((JsonObject) scope, "spans").forEach(span -> spans.add((JsonObject) span));
                }
            }
        }
        answer(exchange, answer);
    }

    private static JsonArray array(JsonObject object, String key) {
        assertThat(object.get(key)).as("%s of %s", key, object).isInstanceOf(JsonArray.class);
        return (JsonArray) object.get(key);
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    private Caller serve(@Nullable URI traces) {
        return serve(traces == null ? null : new Collector(traces, Map.of()), Secrets.NONE);
    }

    private Caller serve(@Nullable Collector collector, Secrets secrets) {
        StartedHost started = StartedHost.of(
                StartedHost.options(folder, 0, Parts.BOTH, 100_000, Upkeep.of(Retention.FOREVER, collector), secrets));
        host = started.host();
        return new Caller(started.address(), folder);
    }

    private Map<String, JsonObject> spans(int count) throws InterruptedException {
        Map<String, JsonObject> found = new ConcurrentHashMap<>();
        for (int i = 0; i < count; i++) {
            JsonObject span = spans.poll(20, TimeUnit.SECONDS);
            assertThat(span).as("span %d; there are %s", i, found.keySet()).isNotNull();
            assertThat(text(span, "traceId")).matches("[0-9a-f]{32}");
            assertThat(text(span, "spanId")).matches("[0-9a-f]{16}");
            assertThat(text(span, "startTimeUnixNano")).matches("[0-9]{19}");
            assertThat(Long.parseLong(text(span, "endTimeUnixNano")))
                    .isGreaterThanOrEqualTo(Long.parseLong(text(span, "startTimeUnixNano")));
            found.put(text(span, "name"), span);
        }
        return found;
    }

    private static String text(@Nullable JsonObject span, String key) {
        assertThat(span).isNotNull();
        JsonValue value = span.get(key);
        assertThat(value).as("%s of %s", key, span).isInstanceOf(JsonString.class);
        return ((JsonString) value).value();
    }

    private static Map<String, String> attributes(@Nullable JsonObject span) {
        assertThat(span).isNotNull();
        Map<String, String> attributes = new HashMap<>();
        for (JsonValue each : array(span, "attributes")) {
            JsonObject attribute = (JsonObject) each;
            attributes.put(text(attribute, "key"), text((JsonObject) attribute.get("value"), "stringValue"));
        }
        return attributes;
    }

    @Test
    void aRunIsATraceOfItsTasksAndCalls() throws Exception {
        Caller caller = serve(at("/"));
        caller.deploy(
                "traced",
                "do: [{outer: {do: [{call: {call: http, with: {method: get, endpoint: '%s'}}}]}}, {last: {set: {x: %s}}}]"
                        .formatted(at("/called/good"), CANARY));
        String run = caller.post("/v1/runs", Caller.start("traced", "{\"data\": \"" + CANARY + "\"}"))
                .is(202)
                .text("runId");
        caller.awaitStatus(run, "completed");
        Map<String, JsonObject> found = spans(5);
        assertThat(found).containsOnlyKeys("test/traced", "outer", "call", "call http", "last");
        JsonObject whole = found.get("test/traced");
        assertThat(text(whole, "traceId")).isEqualTo(run.replace("-", ""));
        assertThat(whole.get("parentSpanId")).isNull();
        assertThat(attributes(whole))
                .containsEntry("flowork.run.id", run)
                .containsEntry("flowork.workflow.version", "1.0.0");
        for (List<String> inside : List.of(
                List.of("outer", "test/traced"),
                List.of("call", "outer"),
                List.of("call http", "call"),
                List.of("last", "test/traced"))) {
            assertThat(text(found.get(inside.getFirst()), "parentSpanId"))
                    .as("%s is inside %s", inside.getFirst(), inside.getLast())
                    .isEqualTo(text(found.get(inside.getLast()), "spanId"));
        }
        JsonObject call = found.get("call http");
        assertThat(call.get("kind")).isEqualTo(JsonNumber.of(3));
        assertThat(attributes(call)).containsEntry("flowork.task.reference", "/do/0/outer/do/0/call");
        assertThat(traceparents.get("/called/good"))
                .isEqualTo("00-" + text(call, "traceId") + "-" + text(call, "spanId") + "-01");
        assertThat(bodies.toString()).doesNotContain(CANARY).doesNotContain("/called");
    }

    @Test
    void errorsAndStartedRunsAreThere() throws Exception {
        Caller caller = serve(at("/v1/traces"));
        caller.deploy(
                "child", "do: [{bad: {call: http, with: {method: get, endpoint: '%s'}}}]".formatted(at("/called/bad")));
        caller.deploy("parent", "do: [{start: {run: {workflow: {namespace: test, name: child, version: 1.0.0}}}}]");
        String parent = caller.started("parent");
        caller.awaitStatus(parent, "faulted");
        Map<String, JsonObject> found = spans(6);
        assertThat(found).containsOnlyKeys("test/parent", "start", "run test/child", "test/child", "bad", "call http");
        for (String name : found.keySet()) {
            assertThat(found.get(name).get("status")).as(name).hasToString("{\"code\":2}");
            assertThat(attributes(found.get(name)))
                    .as(name)
                    .containsEntry("error.type", "https://serverlessworkflow.io/spec/1.0.0/errors/communication");
        }
        JsonObject child = found.get("test/child");
        JsonObject started = found.get("run test/child");
        assertThat(array(child, "links")).singleElement().satisfies(link -> {
            assertThat(text((JsonObject) link, "traceId")).isEqualTo(parent.replace("-", ""));
            assertThat(text((JsonObject) link, "spanId")).isEqualTo(text(started, "spanId"));
        });
    }

    private static Secrets secret(String name, String value) {
        return asked -> asked.equals(name) ? Optional.of(JsonString.of(value)) : Optional.empty();
    }

    @Test
    void requestsCarryTheSecretsThatTheirHeadersName() throws Exception {
        Caller caller = serve(
                new Collector(at(""), Map.of("Authorization", "collector-key")),
                secret("collector-key", "Bearer " + CANARY));
        caller.deploy("quick", "do: [{a: {set: {x: 1}}}]");
        caller.awaitStatus(caller.started("quick"), "completed");
        assertThat(spans(2)).containsKey("test/quick");
        assertThat(authorizations.poll()).isEqualTo("Bearer " + CANARY);
    }

    @Test
    void aHeaderThatCannotBeSetEndsTheStartAndIsNotQuoted() {
        for (Map.Entry<String, String> header : Map.of(
                        "Authorization", CANARY, "Host", "there", "Content-Type", "there", "X-Broken", "broken")
                .entrySet()) {
            Secrets secrets = name -> switch (name) {
                case "there" -> Optional.of(JsonString.of(CANARY));
                case "broken" -> Optional.of(JsonString.of(CANARY + "\r\nX-Other: 1"));
                default -> Optional.empty();
            };
            assertThatThrownBy(() -> serve(new Collector(at(""), Map.ofEntries(header)), secrets))
                    .isInstanceOf(CommandException.class)
                    .hasMessageContaining("otel.headers." + header.getKey())
                    .hasMessageNotContaining(CANARY)
                    .hasNoCause();
        }
    }

    @Test
    void withoutACollectorNothingIsSentOrAdded() {
        Caller caller = serve((URI) null);
        caller.deploy(
                "quiet", "do: [{a: {call: http, with: {method: get, endpoint: '%s'}}}]".formatted(at("/called/quiet")));
        caller.awaitStatus(caller.started("quiet"), "completed");
        assertThat(traceparents).containsEntry("/called/quiet", "none");
        assertThat(bodies).isEmpty();
    }

    @Test
    void aCollectorThatRefusesHoldsNothingUp() throws Exception {
        status = 400;
        Caller caller = serve(at(""));
        caller.deploy("quick", "do: [{a: {set: {x: 1}}}]");
        caller.awaitStatus(caller.started("quick"), "completed");
        assertThat(bodies.poll(20, TimeUnit.SECONDS)).isNotNull();
        status = 200;
        String next = caller.started("quick");
        caller.awaitStatus(next, "completed");
        assertThat(text(spans(2).get("test/quick"), "traceId"))
                .as("what was refused is not sent again")
                .isEqualTo(next.replace("-", ""));
    }

    @Test
    void aCollectorThatIsAwayIsTriedAgainAndThenForgotten() throws Exception {
        status = 503;
        Caller caller = serve(at(""));
        caller.deploy("quick", "do: [{a: {set: {x: 1}}}]");
        caller.awaitStatus(caller.started("quick"), "completed");
        String first = bodies.poll(20, TimeUnit.SECONDS);
        for (int again = 0; again < 2; again++) {
            assertThat(bodies.poll(20, TimeUnit.SECONDS)).isEqualTo(first);
        }
        status = 200;
        String next = caller.started("quick");
        caller.awaitStatus(next, "completed");
        assertThat(text(spans(2).get("test/quick"), "traceId")).isEqualTo(next.replace("-", ""));
        assertThat(caller.get("/metrics").is(200).body()).contains("flowork_traces_dropped_total 1\n");
        assertThat(caller.get("/v1/engine/health").is(200).json().get("counters"))
                .isInstanceOf(JsonObject.class);
    }
}
