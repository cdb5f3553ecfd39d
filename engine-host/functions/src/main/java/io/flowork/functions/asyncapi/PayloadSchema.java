package io.flowork.functions.asyncapi;

import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes a schema out of its document, with all that it refers to, so that it stands alone. */
final class PayloadSchema {
    private final JsonObject root;
    private final Map<String, String> names = new LinkedHashMap<>();
    private final Deque<String> left = new ArrayDeque<>();

    private PayloadSchema(JsonObject root) {
        this.root = root;
    }

    /** The schema at a place as one of its own. */
    static JsonObject of(Place schema) throws FunctionException {
        return new PayloadSchema(schema.root()).whole(schema.pointer());
    }

    private JsonObject whole(String pointer) throws FunctionException {
        String first = name(pointer);
        JsonObject.Builder definitions = new JsonObject.Builder();
        while (!left.isEmpty()) {
            String next = left.remove();
            definitions.put(names.getOrDefault(next, ""), rewritten(Place.at(root, next)));
        }
        return new JsonObject.Builder()
                .put("$ref", "#/$defs/" + first)
                .put("$defs", definitions.build())
                .build();
    }

    private String name(String pointer) {
        String known = names.get(pointer);
        if (known == null) {
            known = "d" + names.size();
            names.put(pointer, known);
            left.add(pointer);
        }
        return known;
    }

    /** The recursion is as deep as a document, which {@link AsyncApiDocument} limits. */
    private JsonValue rewritten(JsonValue value) throws FunctionException {
        return switch (value) {
            case JsonArray array -> {
                JsonArray.Builder copy = new JsonArray.Builder();
                for (JsonValue element : array) {
                    copy.add(rewritten(element));
                }
                yield copy.build();
            }
            case JsonObject object -> {
                JsonObject.Builder copy = new JsonObject.Builder();
                for (JsonObject.Member member : object) {
                    boolean reference = member.key().equals("$ref")
                            && member.value() instanceof JsonString text
                            && text.value().startsWith("#/");
                    copy.put(
                            member.key(),
                            reference
                                    ? JsonString.of(
                                            "#/$defs/" + name(Place.pointer(((JsonString) member.value()).value())))
                                    : rewritten(member.value()));
                }
                yield copy.build();
            }
            default -> value;
        };
    }
}
