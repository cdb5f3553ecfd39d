package io.flowork.gateway.rest;

import static io.flowork.gateway.rest.RecordJson.type;

import io.flowork.gateway.http.Problems;
import io.flowork.gateway.http.Route;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The table of routes as an OpenAPI 3.1 document. */
final class OpenApi {
    private OpenApi() {}

    static JsonObject of(List<Route> routes, String version) {
        Map<String, JsonObject> paths = new LinkedHashMap<>();
        for (Route route : routes) {
            paths.merge(
                    route.path(),
                    JsonObject.of(route.method().toLowerCase(Locale.ROOT), operation(route)),
                    JsonObject::merge);
        }
        JsonObject.Builder all = new JsonObject.Builder();
        paths.forEach(all::put);
        return new JsonObject.Builder()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        new JsonObject.Builder()
                                .put("title", "Flowork")
                                .put("version", version)
                                .put("summary", "Durable workflows: deploy, run, follow and read them.")
                                .build())
                .put("security", JsonArray.of(JsonObject.of("token", JsonArray.of())))
                .put("paths", all.build())
                .put(
                        "components",
                        JsonObject.of(
                                "securitySchemes",
                                JsonObject.of("token", type("http").with("scheme", JsonString.of("bearer"))),
                                "schemas",
                                JsonObject.of("Problem", problem())))
                .build();
    }

    private static JsonObject operation(Route route) {
        JsonObject.Builder operation =
                new JsonObject.Builder().put("operationId", route.id()).put("summary", route.summary());
        if (route.open()) {
            operation.put("security", JsonArray.of());
        }
        if (!route.parameters().isEmpty()) {
            JsonArray.Builder parameters = new JsonArray.Builder();
            route.parameters().forEach(parameter -> parameters.add(parameter(parameter)));
            operation.put("parameters", parameters.build());
        }
        JsonValue body = route.body();
        if (body != null) {
            JsonObject.Builder content = new JsonObject.Builder();
            route.types().forEach(media -> content.put(media, JsonObject.of("schema", body)));
            operation.put(
                    "requestBody", JsonObject.of("content", content.build(), "required", bool(route.needsBody())));
        }
        JsonObject.Builder replies = new JsonObject.Builder();
        for (Route.Reply reply : route.replies()) {
            JsonObject described = JsonObject.of("description", JsonString.of(reply.description()));
            replies.put(
                    Integer.toString(reply.status()),
                    reply.type() == null
                            ? described
                            : described.with(
                                    "content", JsonObject.of(reply.type(), JsonObject.of("schema", reply.schema()))));
        }
        replies.put(
                "default",
                JsonObject.of(
                        "description",
                        JsonString.of("Why it was not done."),
                        "content",
                        JsonObject.of(
                                Problems.TYPE,
                                JsonObject.of(
                                        "schema",
                                        JsonObject.of("$ref", JsonString.of("#/components/schemas/Problem"))))));
        return operation.put("responses", replies.build()).build();
    }

    private static JsonObject parameter(Route.Parameter parameter) {
        JsonObject.Builder json =
                new JsonObject.Builder().put("name", parameter.name()).put("in", parameter.in());
        if (!parameter.description().isEmpty()) {
            json.put("description", parameter.description());
        }
        return json.put("required", bool(parameter.in().equals("path")))
                .put("schema", parameter.schema())
                .build();
    }

    private static JsonBoolean bool(boolean value) {
        return value ? JsonBoolean.TRUE : JsonBoolean.FALSE;
    }

    private static JsonObject problem() {
        JsonObject mistake = new JsonObject.Builder()
                .put("detail", type("string"))
                .put("pointer", type("string"))
                .put("line", type("integer"))
                .put("column", type("integer"))
                .put("code", type("string"))
                .build();
        JsonObject members = new JsonObject.Builder()
                .put("type", type("string"))
                .put("status", type("integer"))
                .put("title", type("string"))
                .put("detail", type("string"))
                .put(
                        "errors",
                        type("array")
                                .with(
                                        "items",
                                        type("object")
                                                .with("properties", mistake)
                                                .with("required", JsonArray.of(JsonString.of("detail")))))
                .build();
        return type("object")
                .with("properties", members)
                .with(
                        "required",
                        JsonArray.of(
                                JsonString.of("type"),
                                JsonString.of("status"),
                                JsonString.of("title"),
                                JsonString.of("detail")));
    }
}
