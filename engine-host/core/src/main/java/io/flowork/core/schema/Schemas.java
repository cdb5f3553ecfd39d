package io.flowork.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBigInteger;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonDouble;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Validates data against JSON Schema, draft 2020-12. References to other documents are not followed. */
public final class Schemas {
    private static final int MOST_CACHED = 256;
    private static final int MOST_PROBLEMS = 5;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false)));

    /** Compiled schemas by their document; emptied when full, for it is only a memory. */
    private static final Map<JsonValue, Schema> COMPILED = new ConcurrentHashMap<>();

    private Schemas() {}

    /**
     * What is wrong with data, in words that do not depend on locale or library; empty when it is valid.
     *
     * @param schema an object or a boolean
     * @param data the data
     * @return at most {@value #MOST_PROBLEMS} problems, each beginning with the JSON pointer of its place
     */
    public static List<String> validate(JsonValue schema, JsonValue data) {
        List<Error> errors;
        try {
            errors = compiled(schema).validate(node(data));
        } catch (SchemaException e) {
            return List.of("the schema itself cannot be used: a reference leads outside it, or it is malformed");
        }
        return problems(errors);
    }

    private static List<String> problems(List<Error> errors) {
        List<String> problems = new ArrayList<>();
        for (Error error : errors.subList(0, Math.min(errors.size(), MOST_PROBLEMS))) {
            problems.add(problem(error));
        }
        if (errors.size() > MOST_PROBLEMS) {
            problems.add("and " + (errors.size() - MOST_PROBLEMS) + " more");
        }
        return problems;
    }

    /**
     * What is wrong with a schema itself, by the dialect's own schema; empty when it is one.
     *
     * @return at most {@value #MOST_PROBLEMS} problems, each beginning with the JSON pointer of its place
     */
    public static List<String> problems(JsonValue schema) {
        return problems(REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(node(schema)));
    }

    private static Schema compiled(JsonValue schema) {
        Schema known = COMPILED.get(schema);
        if (known == null) {
            if (COMPILED.size() >= MOST_CACHED) {
                COMPILED.clear();
            }
            known = REGISTRY.getSchema(node(schema));
            COMPILED.put(schema, known);
        }
        return known;
    }

    private static String problem(Error error) {
        String place = error.getInstanceLocation().toString();
        String where = place.isEmpty() || place.equals("$") ? "/" : place;
        String keyword = error.getKeyword() == null ? "false" : error.getKeyword();
        return switch (keyword) {
            case "required" -> where + ": the property '" + error.getProperty() + "' is missing";
            case "additionalProperties", "unevaluatedProperties" ->
                where + ": the property '" + error.getProperty() + "' is not allowed";
            case "type" -> where + ": the type must be " + text(error) + ", it is " + type(error.getInstanceNode());
            case "false" -> where + ": nothing is allowed here";
            default -> where + ": does not satisfy " + keyword + " " + text(error);
        };
    }

    private static String text(Error error) {
        String text = String.valueOf(error.getSchemaNode());
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }

    private static String type(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case BOOLEAN -> "boolean";
            case NUMBER -> node.isIntegralNumber() ? "integer" : "number";
            case OBJECT, POJO -> "object";
            case STRING, BINARY -> "string";
            case NULL, MISSING -> "null";
        };
    }

    private static JsonNode node(JsonValue value) {
        return switch (value) {
            case JsonNull none -> NODES.nullNode();
            case JsonBoolean bool -> NODES.booleanNode(bool.value());
            case JsonInteger number -> NODES.numberNode(number.value());
            case JsonBigInteger number -> NODES.numberNode(number.value());
            case JsonDouble number -> NODES.numberNode(number.value());
            case JsonString string -> NODES.textNode(string.value());
            case JsonSecret secret -> NODES.textNode(JsonSecret.MASK);
            case JsonArray array -> {
                ArrayNode node = NODES.arrayNode(array.size());
                array.forEach(element -> node.add(node(element)));
                yield node;
            }
            case JsonObject object -> {
                ObjectNode node = NODES.objectNode();
                object.forEach((key, member) -> node.set(key, node(member)));
                yield node;
            }
        };
    }
}
