package io.flowork.host.serve;

import static io.flowork.host.serve.Caller.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.flowork.grammar.json.JsonString;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.Caller.Answer;
import io.flowork.host.serve.ServeOptions.Parts;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the engine host refuses, and how it is operated. */
class ServeLimitsTest extends ServeContract {
    // --- refusals ---

    @Test
    void badRequestsAreRefusedWithWhatToDo() {
        caller.deploy(
                "strict",
                "input: {schema: {document: {type: object, properties: {a: {type: integer}}}}}\ndo: [{x: {set: {n: 1}}}]");
        record Case(Answer answer, int status, String... says) {}
        for (Case each : List.of(
                new Case(caller.post("/v1/runs", "{\n  \"workflow\": }"), 400, "line 2, column 15"),
                new Case(caller.post("/v1/runs", "[]"), 400, "must be an object"),
                new Case(caller.post("/v1/runs", "{\"worklow\": {}}"), 400, "did you mean 'workflow'?"),
                new Case(caller.post("/v1/runs", "{\"workflow\": {\"name\": \"x\"}}"), 400, "'namespace' is missing"),
                new Case(
                        caller.post(
                                "/v1/runs", start("strict", "{}").replace("}, \"input", ", \"version\": 1}, \"input")),
                        400,
                        "/workflow/version",
                        "must be a string"),
                new Case(caller.post("/v1/runs", start("strict", "{}, \"wait\": \"soon\"")), 400, "/wait", "PT5S"),
                new Case(caller.post("/v1/runs", "application/json", ""), 400, "no content"),
                new Case(caller.post("/v1/runs", start("strct", "{}")), 404, "did you mean 'test/strict'?"),
                new Case(caller.post("/v1/runs", start("strict", "{\"a\": \"x\"}")), 422, "\"pointer\":\"/a\""),
                new Case(
                        caller.post(
                                "/v1/runs",
                                "application/json",
                                start("strict", "{}"),
                                "Idempotency-Key",
                                "k".repeat(300)),
                        400,
                        "255"),
                new Case(
                        caller.post("/v1/runs", start("strict", "\"" + "x".repeat(300_000) + "\"")),
                        413,
                        "200000 bytes"),
                new Case(caller.post("/v1/runs", "text/plain", "x"), 415, "application/json"),
                new Case(caller.post("/v1/runs", "", ""), 400, "no content"),
                new Case(caller.post("/v1/workflows", "application/yaml", "document: [}"), 400, "\"line\":1"),
                new Case(
                        caller.post(
                                "/v1/workflows",
                                "application/yaml",
                                "document: {dsl: 1.0.3, namespace: test, name: x, version: 1.0.0}\ndo: [{a: {sett: {}}}]"),
                        422,
                        "\"line\":2",
                        "\"code\":\"FW"),
                new Case(caller.send(caller.to("/v1/runs").DELETE().build()), 405, "GET, POST"),
                new Case(caller.get("/v1/nothing"), 404, "openapi.json"),
                new Case(caller.get("/v1/runs/none"), 404, "There is no run none"),
                new Case(caller.get("/v1/runs?stauts=x"), 400, "did you mean 'status'?"),
                new Case(caller.get("/v1/runs?status=complete"), 400, "did you mean 'completed'?"),
                new Case(caller.get("/v1/runs?limit=0"), 400, "1 to 1000"),
                new Case(caller.get("/v1/runs?limit=x"), 400, "whole number"),
                new Case(caller.get("/v1/runs?cursor=x"), 400, "no cursor"),
                new Case(caller.get("/v1/rpc"), 400, "WebSocket"),
                new Case(
                        caller.send(caller.to("/v1/runs")
                                .header("Origin", "http://evil.example")
                                .build()),
                        403,
                        "evil.example"),
                new Case(
                        caller.send(caller.to("/v1/runs")
                                .header("X-Large", "x".repeat(20_000))
                                .build()),
                        431,
                        "too large"))) {
            each.answer.is(each.status);
            assertThat(each.answer.headers()).containsEntry("content-type", "application/problem+json");
            assertThat(each.answer.body()).contains(each.says);
        }
        assertThat(caller.send(caller.to("/v1/runs").DELETE().build()).headers())
                .containsEntry("allow", "GET, POST");
        assertThat(caller.get("/v1/runs").body()).as("nothing was started").contains("\"runs\":[]");
    }

    @Test
    void onlyWhoKnowsTheTokenMayAsk() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token"))))
                .isEqualTo("rw-------");
        for (String authorization : List.of("Bearer wrong", "Bearer ", "Basic abc", "")) {
            var request = HttpRequest.newBuilder(caller.base().resolve("/v1/runs"));
            Answer answer =
                    caller.send((authorization.isEmpty() ? request : request.header("Authorization", authorization))
                            .POST(BodyPublishers.ofString("{}"))
                            .build());
            answer.is(401);
            assertThat(answer.headers()).containsEntry("www-authenticate", "Bearer realm=\"flowork\"");
            assertThat(answer.text("detail")).contains(folder.resolve("token").toString());
        }
        for (String open : List.of("/livez", "/readyz", "/openapi.json")) {
            caller.send(HttpRequest.newBuilder(caller.base().resolve(open)).build())
                    .is(200);
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(caller.base().getHost(), caller.base().getPort())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aForeignNameOfThisMachineIsRefused() throws IOException {
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("evil.example");
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: LOCALHOST:1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /livez HTTP/1.1\r\nHost: [::1]\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("NONSENSE\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    // --- operating ---

    @Test
    void numbersAreThereForPrometheus() {
        caller.deploy("hello", "do: [{a: {set: {n: 1}}}]");
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        caller.awaitStatus(caller.started("hello"), "completed");
        caller.awaitStatus(caller.started("wait"), "waiting");
        String metrics = caller.get("/metrics").is(200).body();
        while (!metrics.contains("flowork_runs_ended_total{status=\"completed\"} 1\n")) {
            metrics = caller.get("/metrics").is(200).body();
        }
        assertThat(metrics)
                .contains("flowork_runs_active 1\n", "flowork_runs_unfinished{status=\"waiting\"} 1\n")
                .containsPattern("flowork_steps_total [1-9]")
                .contains("flowork_abandoned_calls 0\n", "flowork_calls ")
                .contains(
                        "flowork_http_request_duration_seconds_count{method=\"POST\",route=\"/v1/runs\",status=\"2xx\"} 2\n")
                .doesNotContain("test/hello");
        for (String line : metrics.lines().toList()) {
            assertThat(line).matches("# (HELP|TYPE) .+|[a-z_]+(\\{.*})? [0-9.eE+-]+");
        }
    }

    @Test
    void aSecondEngineIsNotStartedOnTheSameData() {
        assertThatThrownBy(() -> host(Parts.BOTH))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.BROKEN))
                .hasMessageContaining(
                        "in use by process " + ProcessHandle.current().pid())
                .hasMessageContaining("--data DIR");
    }

    @Test
    void aPortThatIsTakenIsSaid() throws IOException {
        Path other = Files.createTempDirectory(base, "d");
        int port = caller.base().getPort();
        assertThatThrownBy(() -> StartedHost.of(StartedHost.options(other, port, Parts.BOTH)))
                .isInstanceOfSatisfying(
                        CommandException.class, e -> assertThat(e.exit()).isEqualTo(ExitCode.BROKEN))
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("--port 0");
        StartedHost.of(StartedHost.options(other, 0, Parts.BOTH)).host().stop();
    }

    @Test
    void aGatewayOutlivesItsCoreAndACoreItsGateway() throws IOException {
        assumeTrue(layout == Layout.APART, "they are one");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("core.sock"))))
                .isEqualTo("rw-------");
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = caller.started("wait");
        gateway.host().stop();
        gateway = host(Parts.GATEWAY);
        caller = new Caller(gateway.address(), folder);
        assertThat(caller.run(run).get("status")).isEqualTo(JsonString.of("waiting"));
        stopCore();
        Answer without = caller.get("/readyz").is(503);
        assertThat(without.text("detail")).containsAnyOf("flowork serve --data", "connection");
        assertThat(caller.get("/v1/runs").is(503).headers()).containsKey("retry-after");
        startCore();
        caller.publish("go");
        caller.awaitStatus(run, "completed");
    }
}
