package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Calls an engine host. Every answer is compared with what /openapi.json says of it. */
final class Caller implements AutoCloseable {
    /** No two events have the same id. */
    private static final AtomicLong EVENTS = new AtomicLong();

    private static final String JSON = "application/json";

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String token;
    private @Nullable JsonObject description;

    Caller(URI base, Path folder) {
        this.base = base;
        try {
            this.token = Files.readString(folder.resolve("token")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An answer. */
    record Answer(int status, String body, Map<String, String> headers) {
        JsonObject json() {
            return (JsonObject) JsonReader.parse(body);
        }

        String text(String key) {
            JsonValue value = json().get(key);
            assertThat(value).as("%s in %s", key, body).isInstanceOf(JsonString.class);
            return value instanceof JsonString text ? text.value() : "";
        }

        Answer is(int wanted) {
            assertThat(status).as(body).isEqualTo(wanted);
            return this;
        }
    }

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(base.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token);
    }

    URI base() {
        return base;
    }

    String token() {
        return token;
    }

    HttpClient http() {
        return http;
    }

    Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
            Answer answer = new Answer(response.statusCode(), response.body(), headers);
            compare(request, answer);
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    Answer get(String path) {
        return send(to(path).build());
    }

    Answer post(String path, String type, String body, String... headers) {
        HttpRequest.Builder request = to(path).header("Content-Type", type).POST(BodyPublishers.ofString(body));
        return send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    Answer post(String path, String json) {
        return post(path, JSON, json);
    }

    Answer post(String path) {
        return send(to(path).POST(BodyPublishers.noBody()).build());
    }

    Answer delete(String path) {
        return send(to(path).DELETE().build());
    }

    // --- what is asked often ---

    void deploy(String name, String rest) {
        String text = "document: {dsl: 1.0.3, namespace: test, name: %s, version: 1.0.0}\n%s".formatted(name, rest);
        Answer answer = post("/v1/workflows", "application/yaml", text);
        assertThat(answer.status()).as(answer.body()).isIn(200, 201);
    }

    static String start(String name, String input) {
        return "{\"workflow\": {\"namespace\": \"test\", \"name\": \"%s\"}, \"input\": %s}".formatted(name, input);
    }

    String started(String name) {
        return post("/v1/runs", start(name, "{}")).is(202).text("runId");
    }

    JsonObject run(String id) {
        return get("/v1/runs/" + id).is(200).json();
    }

    JsonObject awaitStatus(String id, String wanted) {
        JsonObject run = run(id);
        while (!JsonString.of(wanted).equals(run.get("status"))) {
            LockSupport.parkNanos(2_000_000);
            run = run(id);
        }
        return run;
    }

    void publish(String type) {
        publish("e" + EVENTS.getAndIncrement(), type);
    }

    void publish(String id, String type) {
        String event =
                "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"test\", \"type\": \"%s\", \"data\": \"%s\"}"
                        .formatted(id, type, type);
        while (post("/v1/events", "application/cloudevents+json", event)
                .is(202)
                .json()
                .get("deliveries")
                .equals(JsonNumber.of(0))) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    // --- the description ---

    /** Fails when an answer is none that the description allows. */
    void compare(HttpRequest request, Answer answer) throws IOException, InterruptedException {
        if (answer.headers().getOrDefault("content-type", "").equals("application/problem+json")) {
            JsonObject problem = answer.json();
            assertThat(Schemas.validate(member(description(), "components", "schemas", "Problem"), problem))
                    .as("the problem %s", problem)
                    .isEmpty();
            assertThat(problem.get("status").toString()).isEqualTo(Integer.toString(answer.status()));
            return;
        }
        JsonObject operation = operation(request);
        assertThat(operation).as("%s is described", request).isNotNull();
        JsonObject reply = (JsonObject) member(operation, "responses").get(Integer.toString(answer.status()));
        assertThat(reply)
                .as("the status %d of %s is described", answer.status(), request)
                .isNotNull();
        if (reply.get("content") instanceof JsonObject content) {
            String type = answer.headers().getOrDefault("content-type", "");
            assertThat(content.keys())
                    .as("the type of the answer to %s", request)
                    .contains(type);
            if (type.equals(JSON)) {
                assertThat(Schemas.validate(member(content, type, "schema"), JsonReader.parse(answer.body())))
                        .as("the answer to %s: %s", request, answer.body())
                        .isEmpty();
            }
        } else {
            assertThat(answer.body()).isEmpty();
        }
    }

    JsonObject description() throws IOException, InterruptedException {
        JsonObject known = description;
        if (known == null) {
            HttpRequest request =
                    HttpRequest.newBuilder(base.resolve("/openapi.json")).build();
            known = (JsonObject)
                    JsonReader.parse(http.send(request, BodyHandlers.ofString()).body());
            description = known;
        }
        return known;
    }

    private @Nullable JsonObject operation(HttpRequest request) throws IOException, InterruptedException {
        String[] given = request.uri().getPath().split("/", -1);
        for (JsonObject.Member path : member(description(), "paths")) {
            String[] template = path.key().split("/", -1);
            boolean matches = template.length == given.length
                    && Stream.iterate(0, i -> i + 1)
                            .limit(given.length)
                            .allMatch(i -> template[i].startsWith("{") || template[i].equals(given[i]));
            if (matches && path.value() instanceof JsonObject operations) {
                return (JsonObject) operations.get(request.method().toLowerCase(Locale.ROOT));
            }
        }
        return null;
    }

    private static JsonObject member(JsonObject object, String... path) {
        JsonObject at = object;
        for (String key : path) {
            JsonValue next = at.get(key);
            assertThat(next).as("%s of %s", key, at.keys()).isInstanceOf(JsonObject.class);
            at = (JsonObject) next;
        }
        return at;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
