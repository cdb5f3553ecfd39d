package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What comes to the engine host as events, and goes out when something happens. */
class ServeEventsTest extends ServeContract {
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
        assertThat(detail.get("schedule").toString()).matches("\\{\"next\":\"[0-9-]{10}T03:00:00Z\",\"last\":null\\}");
        caller.deploy("unscheduled", "do: [{a: {set: {n: 1}}}]");
        assertThat(caller.get("/v1/workflows/test/unscheduled").is(200).json().get("schedule"))
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
}
