package io.flowork.host.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.schema.Schemas;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.host.serve.Caller.Answer;
import io.flowork.host.serve.RandomRequests.Request;
import io.flowork.host.serve.ServeOptions.Parts;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The description at /openapi.json is a right one, and thousands of requests, right and wrong, are answered as it says. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenApiTest {
    private static final long SEED = Long.getLong("openapi.seed", 20_261_122L);
    private static final int REQUESTS = Integer.getInteger("openapi.requests", 2_500);
    private static final Pattern PATH_PARAMETER = Pattern.compile("\\{([^/{}]+)}");

    /** What refusals may be; everything else is to be described by its status. */
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 405, 409, 413, 415, 422, 426, 429, 503);

    @TempDir
    Path folder;

    private StartedHost host;
    private Caller caller;

    @BeforeEach
    void open() {
        host = StartedHost.of(StartedHost.options(folder, 0, Parts.BOTH));
        caller = new Caller(host.address(), folder);
    }

    @AfterEach
    void close() {
        caller.close();
        host.host().stop();
    }

    // --- the document ---

    /**
     * What the specification demands of a document (OpenAPI 3.1.0, sections 4.8.1 to 4.8.24), as a JSON Schema, for the
     * objects that this document has.
     */
    private static final String RULES = """
            {"type": "object", "required": ["openapi", "info", "paths"], "additionalProperties": false,
             "properties": {
               "openapi": {"pattern": "^3\\\\.1\\\\.[0-9]+$"},
               "info": {"type": "object", "required": ["title", "version"], "additionalProperties": false,
                 "properties": {"title": {"type": "string"}, "version": {"type": "string"}, "summary": {"type": "string"}}},
               "security": {"$ref": "#/$defs/security"},
               "paths": {"type": "object", "minProperties": 1, "additionalProperties": false,
                 "patternProperties": {"^/": {"type": "object", "minProperties": 1, "additionalProperties": false,
                   "patternProperties": {"^(get|put|post|delete|options|head|patch|trace)$": {"$ref": "#/$defs/operation"}}}}},
               "components": {"type": "object", "additionalProperties": false, "properties": {
                 "schemas": {"type": "object", "propertyNames": {"pattern": "^[a-zA-Z0-9._-]+$"},
                   "additionalProperties": {"$ref": "https://json-schema.org/draft/2020-12/schema"}},
                 "securitySchemes": {"type": "object", "additionalProperties": {"type": "object", "required": ["type"],
                   "properties": {"type": {"enum": ["apiKey", "http", "mutualTLS", "oauth2", "openIdConnect"]}},
                   "if": {"properties": {"type": {"const": "http"}}}, "then": {"required": ["scheme"]}}}}}},
             "$defs": {
               "security": {"type": "array", "items": {"type": "object",
                 "additionalProperties": {"type": "array", "items": {"type": "string"}}}},
               "operation": {"type": "object", "required": ["operationId", "responses"], "additionalProperties": false,
                 "properties": {"operationId": {"type": "string"}, "summary": {"type": "string"},
                   "description": {"type": "string"}, "tags": {"type": "array", "items": {"type": "string"}},
                   "deprecated": {"type": "boolean"}, "security": {"$ref": "#/$defs/security"},
                   "parameters": {"type": "array", "uniqueItems": true, "items": {"$ref": "#/$defs/parameter"}},
                   "requestBody": {"type": "object", "required": ["content"], "additionalProperties": false,
                     "properties": {"content": {"$ref": "#/$defs/content"}, "required": {"type": "boolean"}, "description": {"type": "string"}}},
                   "responses": {"type": "object", "minProperties": 1, "additionalProperties": false,
                     "patternProperties": {"^([1-5][0-9][0-9]|[1-5]XX|default)$": {"type": "object", "required": ["description"],
                       "additionalProperties": false, "properties": {"description": {"type": "string"},
                         "headers": {"type": "object"}, "content": {"$ref": "#/$defs/content"}}}}}}},
               "parameter": {"type": "object", "required": ["name", "in", "schema"], "additionalProperties": false,
                 "properties": {"name": {"type": "string", "minLength": 1}, "in": {"enum": ["path", "query", "header", "cookie"]},
                   "description": {"type": "string"}, "required": {"type": "boolean"},
                   "schema": {"$ref": "https://json-schema.org/draft/2020-12/schema"}},
                 "if": {"properties": {"in": {"const": "path"}}}, "then": {"required": ["required"], "properties": {"required": {"const": true}}}},
               "content": {"type": "object", "minProperties": 1, "propertyNames": {"pattern": "^[^/ ]+/[^/ ].*$"},
                 "additionalProperties": {"type": "object", "additionalProperties": false,
                   "properties": {"schema": {"$ref": "https://json-schema.org/draft/2020-12/schema"}}}}}}""";

    @Test
    void theDocumentIsWhatOpenApiDemands() throws Exception {
        JsonObject document = caller.description();
        JsonValue rules = JsonReader.parse(RULES);
        assertThat(Schemas.validate(rules, document)).isEmpty();
        assertThat(Schemas.validate(rules, document.with("openapi", JsonString.of("3.0.0"))))
                .isNotEmpty();
        Set<String> names = new HashSet<>();
        for (JsonObject.Member path : (JsonObject) document.get("paths")) {
            Set<String> wanted = new TreeSet<>();
            Matcher parameters = PATH_PARAMETER.matcher(path.key());
            while (parameters.find()) {
                wanted.add(parameters.group(1));
            }
            for (JsonObject.Member each : (JsonObject) path.value()) {
                JsonObject operation = (JsonObject) each.value();
                assertThat(names.add(text(operation.get("operationId"))))
                        .as("one operation of the name %s", operation)
                        .isTrue();
                Set<String> declared = new TreeSet<>();
                Set<String> all = new HashSet<>();
                if (operation.get("parameters") instanceof JsonArray list) {
                    for (JsonValue one : list) {
                        JsonObject parameter = (JsonObject) one;
                        assertThat(all.add(text(parameter.get("in")) + " " + text(parameter.get("name"))))
                                .as("one parameter %s of %s", parameter, path.key())
                                .isTrue();
                        if (text(parameter.get("in")).equals("path")) {
                            declared.add(text(parameter.get("name")));
                        }
                    }
                }
                assertThat(declared).as("the parameters in %s", path.key()).isEqualTo(wanted);
            }
        }
    }

    // --- requests ---

    @Test
    void whateverIsAskedTheAnswerIsDescribed() throws Exception {
        System.out.printf("openapi: seed %d, %d requests%n", SEED, REQUESTS);
        caller.deploy("hello", "do: [{a: {set: {n: 1}}}]");
        caller.deploy("waits", "do: [{a: {listen: {to: {one: {with: {type: never}}}}}}]");
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(caller.started("hello"));
            runs.add(caller.started("waits"));
        }
        RandomRequests requests = new RandomRequests(
                new Random(SEED),
                caller.description(),
                Map.of(
                        "runId", runs,
                        "parent", runs,
                        "namespace", List.of("test"),
                        "name", List.of("hello", "waits"),
                        "version", List.of("1.0.0"),
                        "status", List.of("completed", "waiting,running", "faulted"),
                        "after", List.of("0", "1", "7"),
                        "branch", List.of("0", "1", "2"),
                        "Last-Event-ID", List.of("0", "end")),
                Map.of(
                        "deployWorkflow",
                        "{\"document\": {\"dsl\": \"1.0.3\", \"namespace\": \"test\", \"name\": \"other\", \"version\": \"1.0.0\"}, \"do\": [{\"a\": {\"set\": {\"n\": 1}}}]}",
                        "forkRun",
                        "{\"t\": 0, \"hold\": true}"));
        Map<String, TreeMap<Integer, Integer>> seen = new TreeMap<>();
        for (int i = 0; i < REQUESTS; i++) {
            Request request = requests.next();
            int status = ask(request, i);
            seen.computeIfAbsent(request.operation(), name -> new TreeMap<>()).merge(status, 1, Integer::sum);
        }
        caller.get("/livez").is(200);
        List<String> never = seen.entrySet().stream()
                .filter(each -> !each.getKey().isEmpty() && each.getValue().firstKey() >= 300)
                .filter(each -> !each.getKey().startsWith("open")) // a WebSocket, which none of these requests opens
                .map(each -> each.getKey() + " " + each.getValue())
                .toList();
        System.out.printf("openapi: %d operations; never with success: %s%n", seen.size() - 1, never);
        assertThat(never)
                .as("operations that never did anything, seed %d", SEED)
                .hasSizeLessThanOrEqualTo(seen.size() / 4);
    }

    /** A request that follows on the same connection would wait for an answer without an end. */
    @Test
    void theHeadOfAStreamHasAnEnd() throws Exception {
        caller.deploy("waits", "do: [{a: {listen: {to: {one: {with: {type: never}}}}}}]");
        String run = caller.started("waits");
        HttpRequest head = caller.to("/v1/runs/" + run + "/events").HEAD().build();
        HttpResponse<String> answer = caller.http().send(head, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(caller.run(run).get("runId")).isEqualTo(JsonString.of(run));
    }

    private int ask(Request request, int number) throws Exception {
        String what = "seed %d, request %d: %s %s %s"
                .formatted(SEED, number, request.method(), request.target(), request.headers());
        byte[] content = request.body();
        HttpRequest.Builder builder = caller.to(request.target())
                .method(
                        request.method(),
                        content == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(content));
        for (int i = 0; i < request.headers().size(); i += 2) {
            builder.header(request.headers().get(i), request.headers().get(i + 1));
        }
        HttpRequest sent = builder.build();
        HttpResponse<InputStream> response;
        try {
            response = caller.http().send(sent, BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new AssertionError("No answer to " + what + ": " + e, e);
        }
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        response.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
        String type = headers.getOrDefault("Content-Type", "");
        try (InputStream body = response.body()) {
            // A stream of a run that waits has no end.
            byte[] bytes = type.equals("text/event-stream") ? new byte[0] : body.readAllBytes();
            Answer answer = new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8), headers);
            int status = answer.status();
            assertThat(status).as("%s: %s", what, answer.body()).isNotEqualTo(500);
            if (type.equals("application/problem+json") || status >= 400) {
                assertThat(REFUSALS).as("%s: %s", what, answer.body()).contains(status);
                assertThat(type).as("%s: %s", what, answer.body()).isEqualTo("application/problem+json");
            }
            if (type.startsWith("text/html")) { // dots in the path lead to the page, which is no part of the API
                assertThat(status).as(what).isEqualTo(200);
            } else if (request.method().equals("HEAD")) {
                assertThat(bytes).as(what).isEmpty();
            } else if (request.operation().isEmpty()) {
                assertThat(status).as("%s: %s", what, answer.body()).isIn(404, 405);
                caller.compare(sent, answer);
            } else {
                caller.compare(sent, answer);
            }
            return status;
        }
    }

    private static String text(JsonValue value) {
        return value instanceof JsonString text ? text.value() : "";
    }
}
