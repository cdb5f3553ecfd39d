package io.flowork.host.serve;

import static io.flowork.host.serve.Caller.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.host.serve.Caller.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What the engine host does with workflows and their runs. */
class ServeTest extends ServeContract {
    // --- workflows ---

    @Test
    void aWorkflowIsDeployedListedAndGiven() {
        String yaml = "document: {dsl: 1.0.3, namespace: test, name: hello, version: 1.0.0}\ndo: [{a: {set: {n: 1}}}]";
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
        Answer accepted =
                caller.post("/v1/runs", start("add", "{\"a\": 1, \"b\": 2}")).is(202);
        assertThat(accepted.headers()).containsEntry("location", "/v1/runs/" + accepted.text("runId"));
        assertThat(caller.awaitStatus(accepted.text("runId"), "completed").get("output"))
                .isEqualTo(JsonReader.parse("{\"sum\": 3}"));
    }

    @Test
    void aFaultedRunHasItsError() {
        caller.deploy(
                "fails", "do: [{a: {raise: {error: {type: 'https://example.com/no', status: 418, title: Teapot}}}}]");
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
                    return caller.post("/v1/runs", "application/json", start("hello", "{}"), "Idempotency-Key", "one");
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
            JsonInteger steps =
                    (JsonInteger) caller.get(path + "/timeline").is(200).json().get("steps");
            if (steps.value() > 0) {
                caller.get(path + "/at/" + (steps.value() - 1)).is(200);
            }
        }
    }

    @Test
    void aRunIsForkedFromAnyOfItsStepsAndStaysAsItIs() {
        caller.deploy("fork", "do: [{a: {set: {n: '${ .n + 1 }'}}}, {b: {set: {m: '${ .n * 2 }'}}}]");
        String run = caller.post("/v1/runs", Caller.start("fork", "{\"n\": 1}").replace("}}", "}, \"wait\": \"PT9S\"}"))
                .text("runId");
        caller.awaitStatus(run, "completed");
        String path = "/v1/runs/" + run;
        String before = caller.get(path).is(200).body();
        Answer made = caller.post(
                        path + "/fork",
                        "{\"t\": 0, \"input\": {\"n\": 20}, \"reason\": \"more\", \"by\": \"me\","
                                + " \"effects\": {\"standard\": [\"reuse\", \"deny\"], \"rules\": []}}")
                .is(201);
        assertThat(made.body()).contains("{\"m\":42}").contains("\"completed\"").contains("\"more\"");
        assertThat(made.headers().get("location")).contains(path + "/branches/1");
        Answer held = caller.post(
                        path + "/fork", "{\"t\": 1, \"hold\": true, \"set\": [{\"path\": \"$input.n\", \"value\": 5}]}")
                .is(201);
        assertThat(held.body()).contains("\"running\"").contains("$input.n");
        assertThat(caller.post(path + "/branches/2/continue").is(200).body()).contains("{\"m\":12}");
        assertThat(caller.get(path + "/branches").is(200).body()).contains("\"branch\":2");
        assertThat(caller.get(path + "/journal?branch=1").is(200).body()).contains("aside");
        assertThat(caller.get(path).is(200).body()).isEqualTo(before);
        caller.post(path + "/fork").is(201);
        caller.delete(path + "/branches/3").is(200);
        caller.delete(path + "/branches/0").is(409);
        caller.delete(path + "/branches/77").is(404);
        caller.post(path + "/branches/0/continue").is(409);
        caller.post(path + "/fork", "{\"t\": 5000}").is(409);
        caller.post(path + "/fork", "{\"t\": -1}").is(400);
        caller.post(path + "/fork", "{\"program\": \"nothing\"}").is(422);
        caller.post(path + "/fork", "{\"effects\": {\"standard\": [\"perhaps\"]}}")
                .is(400);
        caller.post(path + "/fork", "{\"set\": [{\"path\": \"$\", \"value\": 1}]}")
                .is(409);
        caller.post("/v1/runs/none/fork", "{}").is(404);
        Answer once = keyed(path + "/fork", "{\"t\": 1}", "k-1").is(201);
        assertThat(keyed(path + "/fork", "{\"t\": 1}", "k-1").is(201).body()).isEqualTo(once.body());
        keyed(path + "/fork", "{\"t\": 2}", "k-1").is(422);
        assertThat(caller.get(path + "/branches").is(200).body())
                .contains("\"branch\":4")
                .doesNotContain("\"branch\":5");
    }

    private Answer keyed(String path, String json, String key) {
        return caller.post(path, "application/json", json, "Idempotency-Key", key);
    }

    @Test
    void aRunIsSuspendedResumedAndCancelled() {
        caller.deploy("wait", "do: [{a: {listen: {to: {one: {with: {type: go}}}}}}]");
        String run = "/v1/runs/" + caller.started("wait");
        assertThat(caller.post(run + "/suspend", "{\"reason\": \"lunch\"}")
                        .is(202)
                        .text("status"))
                .isEqualTo("suspended");
        keyed(run + "/resume", "{}", "r-1").is(202);
        keyed(run + "/resume", "{}", "r-1").is(202);
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
}
