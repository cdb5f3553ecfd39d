package io.flowork.host.serve;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Requests made from an OpenAPI document: about half of them as it says, the others wrong somewhere. */
final class RandomRequests {
    /** Jetty itself refuses an ambiguous path and closes the connection; a body that is small has been sent by then. */
    private static final int SMALL = 8_000;

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD");
    private static final String EVENT = "{\"specversion\": \"1.0\", \"id\": \"1\", \"source\": \"s\", \"type\": \"t\"}";
    private static final List<String> ODD_TEXTS = List.of(
            "",
            " ",
            "..",
            "%",
            "a/b",
            "ä€😀",
            "\u0001",
            "' OR 1=1 --",
            "null",
            "-1",
            "0",
            "99999999999999999999",
            "1e3",
            "a,b",
            "<x>");
    private static final List<String> ODD_TYPES = List.of(
            "",
            "text/plain",
            "application/JSON; charset=utf-8",
            "application/xml",
            "nonsense",
            "*/*",
            "application/json;;;",
            "a/b/c");
    private static final List<String> ODD_BODIES = List.of(
            "",
            "{",
            "[]",
            "null",
            "17",
            "\"text\"",
            "{}",
            "{\"a\": 1, \"a\": 2}",
            "\ufeff{}",
            "{\"workflow\": []}",
            "\"\\ud800\"",
            "- : -",
            "a: &x [*x]",
            "{\"workflow\": {\"namespace\": \"test\", \"name\": \"hello\"}, \"wait\": \"soon\"}",
            "{\"workflow\": {\"namespace\": \"test\", \"name\": \"helo\"}, \"input\": 1e999}",
            "{\"workflow\": {\"namespace\": \"test\", \"name\": \"hello\", \"version\": \"x\"}}");

    private final Random random;
    private final JsonObject paths;
    private final Map<String, List<String>> known;
    private final Map<String, String> bodies;

    /**
     * A request.
     *
     * @param operation its name in the document; empty if there is none
     * @param right whether it is as the document says
     */
    record Request(
            String operation,
            boolean right,
            String method,
            String target,
            List<String> headers,
            byte @Nullable [] body) {}

    /**
     * Makes requests.
     *
     * @param known values that exist, by the names of parameters and members
     * @param bodies bodies that can be used, by operation, where the schema alone does not make one
     */
    RandomRequests(Random random, JsonObject document, Map<String, List<String>> known, Map<String, String> bodies) {
        this.random = random;
        this.paths = (JsonObject) document.get("paths");
        this.known = known;
        this.bodies = new HashMap<>(bodies);
    }

    private <T> T one(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    Request next() {
        JsonObject.Member path = one(members(paths));
        JsonObject operations = (JsonObject) path.value();
        boolean wrong = chance(55);
        String method = wrong && chance(15)
                ? one(METHODS)
                : one(members(operations)).key().toUpperCase(Locale.ROOT);
        if (!(operations.get(method.toLowerCase(Locale.ROOT)) instanceof JsonObject operation)) {
            String target = target(path.key(), new JsonArray.Builder().build(), false, new ArrayList<>());
            return new Request("", false, method, target, List.of(), null);
        }
        JsonArray parameters = operation.get("parameters") instanceof JsonArray array ? array : JsonArray.of();
        List<String> headers = new ArrayList<>();
        String target = target(path.key(), parameters, wrong, headers);
        String id = text(operation.get("operationId"));
        byte[] body = null;
        if (operation.get("requestBody") instanceof JsonObject described) {
            JsonObject content = (JsonObject) described.get("content");
            String type = one(members(content)).key();
            headers.add("Content-Type");
            headers.add(wrong && chance(20) ? one(ODD_TYPES) : type.equals("*/*") ? "text/plain" : type);
            body = body(id, type, ((JsonObject) content.get(type)).get("schema"), wrong);
        } else if (wrong && chance(20)) {
            body = one(ODD_BODIES).getBytes(StandardCharsets.UTF_8);
        }
        if (wrong && chance(10)) {
            target += (target.contains("?") ? "&" : "?") + encoded(one(ODD_TEXTS)) + "=" + encoded(one(ODD_TEXTS));
        }
        if (wrong && chance(3)) {
            target += "/" + encoded(one(ODD_TEXTS));
        }
        if (body != null && body.length > SMALL && target.contains("%")) {
            body = Arrays.copyOf(body, SMALL);
        }
        return new Request(id, !wrong, method, target, headers, body);
    }

    private String target(String template, JsonArray parameters, boolean wrong, List<String> headers) {
        StringBuilder path = new StringBuilder();
        for (String segment : template.substring(1).split("/", -1)) {
            path.append('/')
                    .append(
                            segment.startsWith("{")
                                    ? encoded(
                                            value(segment.substring(1, segment.length() - 1), JsonObject.EMPTY, wrong))
                                    : segment);
        }
        String separator = "?";
        for (JsonValue each : parameters) {
            JsonObject parameter = (JsonObject) each;
            String name = text(parameter.get("name"));
            boolean needed = parameter.get("required") != null
                    && parameter.get("required").toString().equals("true");
            if (text(parameter.get("in")).equals("path") || !(needed || chance(30))) {
                continue;
            }
            String value = value(name, (JsonObject) parameter.get("schema"), wrong);
            if (text(parameter.get("in")).equals("query")) {
                path.append(separator).append(encoded(name)).append('=').append(encoded(value));
                separator = "&";
            } else {
                headers.add(name);
                headers.add(value.replaceAll("[^ -~]", "?"));
            }
        }
        return path.toString();
    }

    private String value(String name, JsonObject schema, boolean wrong) {
        if (wrong && chance(35)) {
            return chance(10) ? "x".repeat(1 + random.nextInt(3_000)) : one(ODD_TEXTS);
        }
        if (known.containsKey(name)) {
            return one(known.get(name));
        }
        if (schema.get("enum") instanceof JsonArray values) {
            return text(values.get(random.nextInt(values.size())));
        }
        return switch (text(schema.get("type"))) {
            case "integer" -> Integer.toString(1 + random.nextInt(50));
            case "boolean" -> Boolean.toString(random.nextBoolean());
            default -> "text" + random.nextInt(20);
        };
    }

    private byte[] body(String operation, String type, JsonValue schema, boolean wrong) {
        String usual = bodies.get(operation);
        String text = usual != null
                ? usual
                : type.contains("cloudevents-batch")
                        ? "[" + EVENT + "]"
                        : type.contains("cloudevents") ? EVENT : json("", schema);
        if (!wrong || chance(30)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        return switch (random.nextInt(6)) {
            case 0 -> one(ODD_BODIES).getBytes(StandardCharsets.UTF_8);
            case 1 -> text.substring(0, random.nextInt(text.length() + 1)).getBytes(StandardCharsets.UTF_8);
            case 2 -> "[".repeat(1 + random.nextInt(20_000)).getBytes(StandardCharsets.UTF_8);
            case 3 ->
                ("\"" + "x".repeat(random.nextInt((int) StartedHost.BODY_BYTES * 5 / 4)) + "\"")
                        .getBytes(StandardCharsets.UTF_8);
            default -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                for (int i = 0; i < 1 + random.nextInt(3) && bytes.length > 0; i++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
                yield bytes;
            }
        };
    }

    /** A value that satisfies a schema, of the keywords that the document uses, as JSON text. */
    private String json(String name, JsonValue schema) {
        if (!(schema instanceof JsonObject object)) {
            return "{}";
        }
        if (object.get("anyOf") instanceof JsonArray choices) {
            return json(name, choices.get(random.nextInt(choices.size())));
        }
        if (object.get("properties") instanceof JsonObject properties) {
            List<String> required = new ArrayList<>();
            if (object.get("required") instanceof JsonArray names) {
                names.forEach(each -> required.add(text(each)));
            }
            List<String> parts = new ArrayList<>();
            for (JsonObject.Member member : properties) {
                if (required.contains(member.key()) || chance(50)) {
                    parts.add("\"" + member.key() + "\": " + json(member.key(), member.value()));
                }
            }
            return "{" + String.join(", ", parts) + "}";
        }
        JsonValue items = object.get("items");
        if (items != null) {
            return "[" + json(name, items) + "]";
        }
        if (text(object.get("format")).equals("duration")) {
            return one(List.of("\"PT0S\"", "\"PT0.01S\""));
        }
        return switch (text(object.get("type"))) {
            case "integer", "number", "boolean" -> value(name, object, false);
            case "string" -> "\"" + value(name, object, false) + "\"";
            case "object" -> "{}";
            case "array" -> "[]";
            default -> one(List.of("{}", "{\"a\": [1, 2.5, null]}", "\"ä\"", "12345678901234567890", "true", "null"));
        };
    }

    private static List<JsonObject.Member> members(JsonObject object) {
        List<JsonObject.Member> members = new ArrayList<>();
        for (JsonObject.Member member : object) {
            members.add(member);
        }
        return members;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String text(@Nullable JsonValue value) {
        return value instanceof JsonString text ? text.value() : "";
    }
}
