package io.flowork.host.serve;

import static io.flowork.host.serve.Caller.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.Caller.Answer;
import io.flowork.host.serve.ServeOptions.Parts;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The engine host over HTTP: the same tests with core and gateway together and apart. */
class ServeTest {
    @TempDir
    static Path base;

    /** Held here, because the JDK forgets a logger that nobody holds, and its level with it. */
    private static final Logger LIBRARIES = Logger.getLogger("org.eclipse");

    static {
        LIBRARIES.setLevel(Level.WARNING);
    }

    /** Core and gateway together. */
    @Nested
    class Together extends Contract {
        @Override
        StartedHost host(Path folder) {
            return StartedHost.of(StartedHost.options(folder, 0, Parts.BOTH));
        }

        @Override
        void stop() {
            gateway.host().stop();
        }
    }

    /** Core and gateway apart, with a socket between them. */
    @Nested
    class Apart extends Contract {
        private @Nullable StartedHost core;

        @Override
        StartedHost host(Path folder) {
            core = StartedHost.of(StartedHost.options(folder, 0, Parts.CORE));
            assertThat(core.err().toString(StandardCharsets.UTF_8)).contains("core.sock");
            return StartedHost.of(StartedHost.options(folder, 0, Parts.GATEWAY));
        }

        @Override
        void stop() {
            gateway.host().stop();
            core.host().stop();
        }

        @Test
        void aGatewayOutlivesItsCoreAndACoreItsGateway() throws IOException {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("core.sock"))))
                    .isEqualTo("rw-------");
            caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = caller.started("wait");
            gateway.host().stop();
            gateway = StartedHost.of(StartedHost.options(folder, 0, Parts.GATEWAY));
            caller = new Caller(gateway.address(), folder);
            assertThat(caller.run(run).get("status")).isEqualTo(JsonString.of("waiting"));
            core.host().stop();
            Answer without = caller.get("/readyz").is(503);
            assertThat(without.text("detail")).containsAnyOf("flowork serve --data", "connection");
            assertThat(caller.get("/v1/runs").is(503).headers()).containsKey("retry-after");
            core = StartedHost.of(StartedHost.options(folder, 0, Parts.CORE));
            caller.publish("go");
            caller.awaitStatus(run, "completed");
        }
    }

    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    abstract static class Contract {
        Path folder;
        StartedHost gateway;
        Caller caller;

        abstract StartedHost host(Path where);

        abstract void stop();

        @BeforeEach
        void open() throws IOException {
            folder = Files.createTempDirectory(base, "d");
            gateway = host(folder);
            caller = new Caller(gateway.address(), folder);
        }

        @AfterEach
        void close() {
            caller.close();
            stop();
        }

        // --- workflows ---

        @Test
        void aWorkflowIsDeployedListedAndGiven() {
            String yaml =
                    "document: {dsl: 1.0.3, namespace: test, name: hello, version: 1.0.0}\ndo: [{a: {set: {n: 1}}}]";
            Answer created = caller.post("/v1/workflows", "application/yaml; charset=utf-8", yaml)
                    .is(201);
            assertThat(created.headers()).containsEntry("location", "/v1/workflows/test/hello/1.0.0");
            caller.post("/v1/workflows", "application/yaml", yaml).is(200);
            String json =
                    "{\"document\":{\"dsl\":\"1.0.3\",\"namespace\":\"test\",\"name\":\"hello\",\"version\":\"1.1.0\"},\"do\":[{\"a\":{\"set\":{\"n\":2}}}]}";
            caller.post("/v1/workflows", json).is(201);
            caller.post("/v1/workflows", json.replace("\"n\":2", "\"n\":3")).is(409);
            caller.post("/v1/workflows?replace=true", json.replace("\"n\":2", "\"n\":3"))
                    .is(201);
            Answer newest = caller.get("/v1/workflows/test/hello").is(200);
            assertThat(newest.text("version")).isEqualTo("1.1.0");
            Answer first = caller.get("/v1/workflows/test/hello/1.0.0").is(200);
            assertThat(first.text("text")).isEqualTo(yaml);
            caller.send(caller.to("/v1/workflows/test/hello/1.0.0")
                            .header("If-None-Match", first.headers().get("etag"))
                            .build())
                    .is(304);
            Answer page = caller.get("/v1/workflows?limit=1").is(200);
            String link = page.headers().get("link");
            assertThat(link).startsWith("</v1/workflows?").endsWith("; rel=\"next\"");
            Answer last = caller.get(link.substring(1, link.indexOf('>'))).is(200);
            assertThat(last.json().get("workflows")).isInstanceOf(JsonArray.class);
            assertThat(last.body()).contains("\"1.1.0\"");
            assertThat(last.headers()).doesNotContainKey("link");
        }

        // --- runs ---

        @Test
        void aRunIsStartedAndWaitedFor() {
            caller.deploy("add", "do: [{a: {set: {sum: '${ .a + .b }'}}}]");
            Answer waited = caller.post(
                            "/v1/runs",
                            "{\"workflow\": {\"namespace\": \"test\", \"name\": \"add\", \"version\": \"1.0.0\"}, \"input\": {\"a\": 9007199254740993, \"b\": 1}, \"wait\": \"PT20S\"}")
                    .is(200);
            assertThat(waited.json().get("output")).isEqualTo(JsonReader.parse("{\"sum\": 9007199254740994}"));
            assertThat(waited.json().keys())
                    .containsAll(List.of(
                            "runId",
                            "workflow",
                            "status",
                            "input",
                            "output",
                            "error",
                            "createdAt",
                            "startedAt",
                            "endedAt"));
            Answer accepted = caller.post("/v1/runs", start("add", "{\"a\": 1, \"b\": 2}"))
                    .is(202);
            assertThat(accepted.headers()).containsEntry("location", "/v1/runs/" + accepted.text("runId"));
            assertThat(caller.awaitStatus(accepted.text("runId"), "completed").get("output"))
                    .isEqualTo(JsonReader.parse("{\"sum\": 3}"));
        }

        @Test
        void aFaultedRunHasItsError() {
            caller.deploy(
                    "fails",
                    "do: [{a: {raise: {error: {type: 'https://example.com/no', status: 418, title: Teapot}}}}]");
            JsonObject run = caller.awaitStatus(caller.started("fails"), "faulted");
            assertThat(run.get("error").toString()).contains("\"status\":418", "\"title\":\"Teapot\"");
            assertThat(run.get("output")).hasToString("null");
        }

        @Test
        void startsWithOneKeyAreOne() throws Exception {
            caller.deploy("hello", "do: [{a: {set: {n: 1}}}]");
            Set<String> ids = new HashSet<>();
            CountDownLatch ready = new CountDownLatch(20);
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Answer>> answers = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    answers.add(threads.submit(() -> {
                        ready.countDown();
                        ready.await();
                        return caller.post(
                                "/v1/runs", "application/json", start("hello", "{}"), "Idempotency-Key", "one");
                    }));
                }
                for (Future<Answer> answer : answers) {
                    ids.add(answer.get().is(202).text("runId"));
                }
            }
            assertThat(ids).hasSize(1);
            assertThat(caller.get("/v1/runs").json().get("runs"))
                    .isInstanceOfSatisfying(
                            JsonArray.class, runs -> assertThat(runs.size()).isEqualTo(1));
            caller.post("/v1/runs", "application/json", start("hello", "{\"x\": 1}"), "Idempotency-Key", "one")
                    .is(422);
        }

        @Test
        void runsAreFilteredAndPaged() {
            caller.deploy("hello", "do: [{a: {set: {n: 1}}}]");
            caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                ids.addFirst(caller.started("hello"));
            }
            for (String id : ids) {
                caller.awaitStatus(id, "completed");
            }
            String waiting = caller.started("wait");
            caller.awaitStatus(waiting, "waiting");
            List<String> found = new ArrayList<>();
            String path = "/v1/runs?name=hello&status=completed,faulted&limit=2";
            while (path != null) {
                Answer page = caller.get(path).is(200);
                for (var run : (JsonArray) page.json().get("runs")) {
                    found.add(((JsonString) ((JsonObject) run).get("runId")).value());
                }
                String link = page.headers().get("link");
                path = link == null ? null : link.substring(1, link.indexOf('>'));
            }
            assertThat(found).isEqualTo(ids);
            assertThat(caller.get("/v1/runs?status=waiting").body())
                    .contains(waiting)
                    .doesNotContain(ids.getFirst());
        }

        @Test
        void endedRunsAreRemovedWhenAsked() {
            caller.deploy("hello", "do: [{a: {set: {n: 1}}}]");
            String first = caller.started("hello");
            caller.awaitStatus(first, "completed");
            String second = caller.started("hello");
            caller.awaitStatus(second, "completed");
            JsonObject preview = caller.post("/v1/runs/prune", "{\"dryRun\": true, \"keep\": 1}")
                    .is(200)
                    .json();
            assertThat(preview.get("runIds")).hasToString("[\"" + first + "\"]");
            JsonObject pruned =
                    caller.post("/v1/runs/prune", "{\"keep\": 1}").is(200).json();
            assertThat(pruned).isEqualTo(preview.with("dryRun", JsonBoolean.FALSE));
            caller.get("/v1/runs/" + first).is(404);
            caller.get("/v1/runs/" + second).is(200);
            caller.post("/v1/runs/prune").is(400);
        }

        @Test
        void thePastOfARunIsRead() {
            caller.deploy(
                    "late",
                    "do: [{a: {set: {n: 1}}}, {b: {raise: {error: {type: about:blank, status: 500, title: Late}}}}]");
            String run = caller.post("/v1/runs", Caller.start("late", "{}").replace("}}", "}, \"wait\": \"PT9S\"}"))
                    .text("runId");
            caller.awaitStatus(run, "faulted");
            String path = "/v1/runs/" + run;
            JsonObject timeline = caller.get(path + "/timeline?bars=5").is(200).json();
            long steps = ((JsonInteger) timeline.get("steps")).value();
            Answer page = caller.get(path + "/steps?limit=2").is(200);
            assertThat(page.headers().get("link")).contains(path + "/steps?limit=2&after=1");
            caller.get(path + "/steps?after=1&limit=1000").is(200);
            Answer last = caller.get(path + "/at/" + (steps - 1)).is(200);
            assertThat(last.body()).contains("\"Late\"").contains("\"faulted\"");
            assertThat(caller.get(path + "/program").is(200).text("text")).contains("name: late");
            Answer groups = caller.get("/v1/runs/groups?by=fingerprint").is(200);
            assertThat(groups.body()).contains("\"count\":1").contains("Late");
            JsonObject group = (JsonObject) ((JsonArray) groups.json().get("groups")).get(0);
            String fingerprint = ((JsonString) group.get("fingerprint")).value();
            String since = "&since=2020-01-01T00:00:00Z&until=2100-01-01T00:00:00Z&text=late";
            assertThat(caller.get("/v1/runs?fingerprint=" + fingerprint + since)
                            .is(200)
                            .body())
                    .contains(run);
            assertThat(caller.get("/v1/runs?fingerprint=0").is(200).body()).doesNotContain(run);
            caller.get(path + "/at/" + steps).is(404);
            caller.get(path + "/at/first").is(400);
            caller.get("/v1/runs/groups?by=name").is(400);
            caller.get("/v1/runs?since=yesterday").is(400);
            caller.get(path + "/timeline?bars=0").is(400);
        }

        @Test
        void thePastOfARunIsReadWhateverItIsTold() {
            caller.deploy("bell", "do: [{wait: {listen: {to: {one: {with: {type: ring}}}}}}]");
            String path = "/v1/runs/" + caller.started("bell");
            caller.awaitStatus(path.substring("/v1/runs/".length()), "waiting");
            for (String command : List.of("suspend", "resume", "suspend", "resume")) {
                caller.post(path + "/" + command).is(202);
                // A run that had left memory is told before it makes its steps again, so there may be fewer than
                // before.
                JsonInteger steps = (JsonInteger)
                        caller.get(path + "/timeline").is(200).json().get("steps");
                if (steps.value() > 0) {
                    caller.get(path + "/at/" + (steps.value() - 1)).is(200);
                }
            }
        }

        @Test
        void aRunIsSuspendedResumedAndCancelled() {
            caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = "/v1/runs/" + caller.started("wait");
            assertThat(caller.post(run + "/suspend", "{\"reason\": \"lunch\"}")
                            .is(202)
                            .text("status"))
                    .isEqualTo("suspended");
            caller.post(run + "/resume").is(202);
            caller.post(run + "/resume").is(409);
            assertThat(caller.post(run + "/cancel").is(202).text("status")).isEqualTo("cancelled");
            caller.post(run + "/suspend").is(409);
            caller.post(run + "/retry", "{\"from\": 1}").is(400);
            caller.post(run + "/retry", "{\"from\": \"b\"}").is(422);
            caller.post(run + "/retry", "{\"reason\": \"after all\"}").is(202);
            caller.awaitStatus(run.substring(run.lastIndexOf('/') + 1), "waiting");
            assertThat(caller.post(run + "/terminate").is(202).text("status")).isEqualTo("cancelled");
            assertThat(caller.get(run + "/journal?limit=2").is(200).headers()).containsKey("link");
            assertThat(caller.get(run + "/journal?after=0").is(200).body()).contains("suspend", "lunch", "cancel");
        }

        // --- events ---

        @Test
        void cloudEventsComeInEveryForm() {
            caller.deploy(
                    "three",
                    "do: [{a: {listen: {to: {all: [{with: {type: one}}, {with: {type: two}}, {with: {type: three}}]}}}}]");
            String run = caller.started("three");
            caller.awaitStatus(run, "waiting");
            caller.publish("one");
            caller.post(
                            "/v1/events",
                            "application/json",
                            "{\"big\": 9007199254740993}",
                            "ce-specversion",
                            "1.0",
                            "ce-id",
                            "2",
                            "ce-source",
                            "test",
                            "ce-type",
                            "two",
                            "ce-subject",
                            "a%20b")
                    .is(202);
            caller.post(
                            "/v1/events",
                            "application/cloudevents-batch+json",
                            "[{\"specversion\": \"1.0\", \"id\": \"3\", \"source\": \"test\", \"type\": \"three\", \"data\": 3}]")
                    .is(202);
            caller.awaitStatus(run, "completed");
            String journal = caller.get("/v1/runs/" + run + "/journal").body();
            assertThat(journal)
                    .contains("9007199254740993", "\"subject\":\"a b\"", "\"datacontenttype\":\"application/json\"");
            assertThat(caller.post(
                                    "/v1/events",
                                    "application/cloudevents+json",
                                    "{\"specversion\": \"1.0\", \"id\": \"1\"}")
                            .is(400)
                            .text("detail"))
                    .contains("/source");
        }

        @Test
        void webhooksAreChecked() {
            String problem = caller.post("/v1/webhooks", "{\"url\": \"ftp://example.com\"}")
                    .is(400)
                    .text("detail");
            assertThat(problem).contains("an absolute http or https URL");
            caller.post("/v1/webhooks", "{\"url\": \"http://user:pass@example.com\"}")
                    .is(400);
            caller.post("/v1/webhooks", "{}").is(400);
            caller.post("/v1/webhooks", "{\"url\": \"http://example.com\", \"types\": [1]}")
                    .is(400);
            assertThat(caller.post("/v1/webhooks", "{\"url\": \"http://example.com\", \"secret\": \"short\"}")
                            .is(400)
                            .text("detail"))
                    .contains("openssl rand");
            assertThat(caller.get("/v1/webhooks").is(200).body()).isEqualTo("{\"webhooks\":[]}");
            String id = caller.post("/v1/webhooks", "{\"url\": \"http://127.0.0.1:1/x\", \"types\": [\"never\"]}")
                    .is(201)
                    .text("id");
            assertThat(caller.get("/v1/webhooks").is(200).body()).contains(id, "\"signed\":false");
            assertThat(caller.delete("/v1/webhooks/" + id).is(200).text("url")).isEqualTo("http://127.0.0.1:1/x");
            caller.delete("/v1/webhooks/" + id).is(404);
        }

        @Test
        void aScheduledWorkflowSaysWhenItIsNext() {
            caller.deploy("nightly", "schedule: {cron: '0 3 * * *'}\ndo: [{a: {set: {n: 1}}}]");
            JsonObject detail = caller.get("/v1/workflows/test/nightly").is(200).json();
            assertThat(detail.get("schedule").toString())
                    .matches("\\{\"next\":\"[0-9-]{10}T03:00:00Z\",\"last\":null\\}");
            caller.deploy("unscheduled", "do: [{a: {set: {n: 1}}}]");
            assertThat(caller.get("/v1/workflows/test/unscheduled")
                            .is(200)
                            .json()
                            .get("schedule"))
                    .hasToString("null");
            assertThat(caller.post(
                                    "/v1/workflows",
                                    "application/yaml",
                                    "document: {dsl: 1.0.3, namespace: test, name: x, version: 1.0.0}\nschedule: {every: '${ .x }'}\ndo: [{a: {set: {n: 1}}}]")
                            .is(422)
                            .text("detail"))
                    .contains("'schedule.every' is an expression");
            caller.deploy("ordered", "schedule: {on: {one: {with: {type: ordered}}}}\ndo: [{a: {set: {n: 1}}}]");
            String tag = caller.get("/v1/workflows/test/ordered").headers().get("etag");
            caller.publish("ordered");
            assertThat(caller.get("/v1/workflows/test/ordered").headers().get("etag"))
                    .as("it says when it was started last")
                    .isNotEqualTo(tag);
            assertThat(caller.get("/v1/runs?name=ordered").is(200).body()).contains("\"name\":\"ordered\"");
        }

        // --- following ---

        /** Reads server-sent events up to one of a type; gives their ids and types. */
        private List<String> follow(String run, @Nullable String lastId, String until) throws Exception {
            var request = caller.to("/v1/runs/" + run + "/events");
            if (lastId != null) {
                request.header("Last-Event-ID", lastId);
            }
            var response = caller.http().send(request.build(), BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
            List<String> events = new ArrayList<>();
            String id = "";
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.startsWith("id: ")) {
                        id = line.substring(4);
                    } else if (line.startsWith("event: ")) {
                        events.add(line.substring(7) + " " + id);
                    } else if (line.isEmpty()
                            && !events.isEmpty()
                            && events.getLast().startsWith(until)) {
                        return events;
                    }
                }
            }
            return events;
        }

        @Test
        void aRunIsFollowedAndTakenUpAgain() throws Exception {
            caller.deploy("two", "do: [{a: {wait: PT0.001S}}, {b: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = caller.started("two");
            caller.awaitStatus(run, "waiting");
            while (!caller.get("/v1/runs/" + run + "/journal").body().contains("\"fired\"")) {
                Thread.onSpinWait();
            }
            assertThat(follow(run, null, "status")).startsWith("entry 0", "entry 1");
            caller.publish("go");
            caller.awaitStatus(run, "completed");
            List<String> rest = follow(run, "1", "ended");
            assertThat(rest).startsWith("entry 2").endsWith("ended end");
            caller.send(caller.to("/v1/runs/" + run + "/events")
                            .header("Last-Event-ID", "end")
                            .build())
                    .is(204);
            caller.get("/v1/runs/nothing/events").is(404);
        }

        // --- JSON-RPC ---

        /** A client of the WebSocket. */
        private static final class Client implements WebSocket.Listener {
            private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
            private final CompletableFuture<String> closed = new CompletableFuture<>();
            private final StringBuilder text = new StringBuilder();

            @Override
            public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                closed.complete(status + " " + reason);
                return null;
            }

            @Override
            public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
                text.append(data);
                if (last) {
                    messages.add((JsonObject) JsonReader.parse(text.toString()));
                    text.setLength(0);
                }
                socket.request(1);
                return null;
            }
        }

        private WebSocket connect(Client client) throws Exception {
            return caller.http()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + caller.token())
                    .buildAsync(URI.create(caller.base().toString().replace("http:", "ws:") + "/v1/rpc"), client)
                    .get();
        }

        private static void say(WebSocket socket, String message) {
            socket.sendText(message, true).join();
        }

        @Test
        void jsonRpcIsSpokenOverAWebSocket() throws Exception {
            caller.deploy("hello", "do: [{a: {set: {n: '${ .n + 1 }'}}}]");
            Client client = new Client();
            WebSocket socket = connect(client);
            say(
                    socket,
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"run/start\",\"params\":{\"workflow\":{\"namespace\":\"test\",\"name\":\"hello\"},\"input\":{\"n\":9007199254740993},\"waitMillis\":20000}}");
            JsonObject result = (JsonObject) client.messages.take().get("result");
            JsonObject run = (JsonObject) result.get("run");
            assertThat(run.get("output")).isEqualTo(JsonReader.parse("{\"n\": 9007199254740994}"));
            say(socket, "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"run/get\",\"params\":{\"runId\":\"no\"}}");
            JsonObject error = (JsonObject) client.messages.take().get("error");
            assertThat(error.get("code")).isEqualTo(JsonNumber.of(404));
            assertThat(((JsonObject) error.get("data")).get("type"))
                    .isEqualTo(JsonString.of("urn:flowork:problem:not-found"));
            say(socket, "this is no JSON");
            assertThat(((JsonObject) client.messages.take().get("error")).get("code"))
                    .isEqualTo(JsonNumber.of(-32700));
            say(socket, "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"no/such\",\"params\":{}}");
            assertThat(((JsonObject) client.messages.take().get("error")).get("code"))
                    .isEqualTo(JsonNumber.of(-32601));
            say(
                    socket,
                    "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"run/subscribe\",\"params\":{\"subscription\":\"s\",\"runId\":"
                            + run.get("runId") + "}}");
            List<String> kinds = new ArrayList<>();
            while (!kinds.contains("\"ended\"")) {
                JsonObject message = client.messages.take();
                if (message.get("params") instanceof JsonObject event) {
                    kinds.add(event.get("kind").toString());
                }
            }
            assertThat(kinds).containsExactly("\"entry\"", "\"entry\"", "\"ended\"");
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").get();
        }

        @Test
        void whoFollowsIsSentAwayWithAHintWhenTheEngineStops() throws Exception {
            caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
            String run = caller.started("wait");
            Client client = new Client();
            WebSocket socket = connect(client);
            say(socket, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"engine/info\"}");
            assertThat(client.messages.take().get("result")).isInstanceOf(JsonObject.class);
            var response =
                    caller.http().send(caller.to("/v1/runs/" + run + "/events").build(), BodyHandlers.ofInputStream());
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
                String line = in.readLine();
                while (!line.equals("event: status")) {
                    line = in.readLine();
                }
                gateway.host().stop();
                assertThat(in.lines().toList())
                        .contains(": the engine is stopping; come again with the id of the last event");
            }
            assertThat(client.closed.get())
                    .isEqualTo("1001 the engine is stopping; come again and subscribe after the last entry");
        }

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
                    new Case(
                            caller.post("/v1/runs", "{\"workflow\": {\"name\": \"x\"}}"),
                            400,
                            "'namespace' is missing"),
                    new Case(
                            caller.post(
                                    "/v1/runs",
                                    start("strict", "{}").replace("}, \"input", ", \"version\": 1}, \"input")),
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
                assertThat(answer.text("detail"))
                        .contains(folder.resolve("token").toString());
            }
            for (String open : List.of("/livez", "/readyz", "/openapi.json")) {
                caller.send(HttpRequest.newBuilder(caller.base().resolve(open)).build())
                        .is(200);
            }
        }

        private String raw(String request) throws IOException {
            try (Socket socket =
                    new Socket(caller.base().getHost(), caller.base().getPort())) {
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
            assertThatThrownBy(() -> StartedHost.of(StartedHost.options(folder, 0, Parts.BOTH)))
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
    }
}
