package io.flowork.core.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.serialization.BasicNodeReader;
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
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.json.ValueWalk;
import io.flowork.grammar.schema.SchemaReferences;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Validates data against JSON Schema, draft 2020-12. References are followed to the documents that are given with a schema,
 * and nowhere else.
 */
public final class Schemas {
    private static final int MOST_CACHED = 256;
    private static final int MOST_PROBLEMS = 5;
    private static final int DEEPEST = SchemaReferences.DEEPEST;
    private static final Set<String> FOLLOWING =
            Set.of("$ref", "$dynamicRef", "$recursiveRef", "const", "enum", "uniqueItems");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12,
            registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources(false)));

    /** The validator follows references that lead back to where they stand for ever, however large the stack is. */
    private static final String ENDLESS = "the schema itself cannot be used: it refers to itself without an end";

    /** Where the files of a workflow are for the validator; nothing is fetched from there. */
    private static final String HOME = "https://workflow.invalid/";

    /** Compiled schemas by their document; emptied when full, for it is only a memory. */
    private static final Map<JsonValue, Schema> COMPILED = new ConcurrentHashMap<>();

    private static final Set<WithFiles> WITHOUT_FILES = ConcurrentHashMap.newKeySet();
    private static final Map<WithFiles, Schema> COMPILED_WITH_FILES = new ConcurrentHashMap<>();

    /**
     * A schema with the documents it refers to.
     *
     * @param schema an object or a boolean
     * @param path the path of its file; empty when it is in none
     * @param files the other documents by their paths
     */
    public record WithFiles(JsonValue schema, String path, Map<String, JsonValue> files) {
        /** Copies the documents. */
        public WithFiles {
            files = Map.copyOf(files);
        }
    }

    private Schemas() {}

    /**
     * What is wrong with data, in words that do not depend on locale or library; empty when it is valid.
     *
     * @param schema an object or a boolean
     * @param data the data; at most {@value #DEEPEST} levels deep if the schema has references or compares whole values
     * @return at most {@value #MOST_PROBLEMS} problems, each beginning with the JSON pointer of its place
     */
    public static List<String> validate(JsonValue schema, JsonValue data) {
        return validate(schema, false, () -> compiled(schema), data);
    }

    /** What is wrong with data by a schema that refers to other documents, as {@link #validate(JsonValue, JsonValue)}. */
    public static List<String> validate(WithFiles schema, JsonValue data) {
        if (schema.files.isEmpty()) {
            return validate(schema.schema, data);
        }
        JsonValue deepest = schema.files.values().stream()
                .max(Comparator.comparingInt(JsonValue::depth))
                .filter(file -> file.depth() > schema.schema.depth())
                .orElse(schema.schema);
        return validate(deepest, true, () -> compiled(schema), data);
    }

    private static List<String> validate(JsonValue deepest, boolean hasFiles, Supplier<Schema> schema, JsonValue data) {
        if (deepest.depth() > DEEPEST) {
            return List.of("the schema itself cannot be used: it is nested deeper than " + DEEPEST + " levels");
        }
        if (data.depth() > DEEPEST && (hasFiles || followsData(deepest))) {
            return List.of("/: is nested deeper than " + DEEPEST + " levels, which is as deep as this schema can be"
                    + " followed: it has a reference, or compares whole values");
        }
        List<Error> errors;
        try {
            errors = schema.get().validate(node(data));
        } catch (SchemaException e) {
            return List.of("the schema itself cannot be used: a reference leads "
                    + (hasFiles ? "to nothing" : "outside it") + ", or it is malformed");
        } catch (StackOverflowError e) {
            return List.of(ENDLESS);
        }
        return problems(errors);
    }

    /** Whether the library, which recurses, can get deeper into data than the schema itself is nested. */
    private static boolean followsData(JsonValue schema) {
        ValueWalk walk = new ValueWalk(schema);
        while (walk.next()) {
            String key = walk.key();
            if (key != null && FOLLOWING.contains(key)) {
                return true;
            }
        }
        return false;
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
        if (schema.depth() > DEEPEST) {
            return List.of("/: is nested deeper than " + DEEPEST + " levels");
        }
        return problems(REGISTRY.getSchema(SchemaLocation.of(SpecificationVersion.DRAFT_2020_12.getDialectId()))
                .validate(node(schema)));
    }

    /** The references of a schema to files; most have none, and that is remembered. */
    public static List<SchemaReferences.Reference> references(JsonValue schema, String path) {
        if (WITHOUT_FILES.contains(new WithFiles(schema, path, Map.of()))) {
            return List.of();
        }
        List<SchemaReferences.Reference> files = SchemaReferences.of(schema, path).stream()
                .filter(reference -> reference.file() != null)
                .toList();
        if (files.isEmpty()) {
            if (WITHOUT_FILES.size() >= MOST_CACHED) {
                WITHOUT_FILES.clear();
            }
            WITHOUT_FILES.add(new WithFiles(schema, path, Map.of()));
        }
        return files;
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

    private static Schema compiled(WithFiles schema) {
        Schema known = COMPILED_WITH_FILES.get(schema);
        if (known == null) {
            if (COMPILED_WITH_FILES.size() >= MOST_CACHED) {
                COMPILED_WITH_FILES.clear();
            }
            Map<String, String> texts = new HashMap<>();
            texts.put(HOME + schema.path, JsonWriter.compact(homely(schema.schema)));
            schema.files.forEach((path, document) -> texts.put(HOME + path, JsonWriter.compact(homely(document))));
            SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemaLoader(loader -> loader.fetchRemoteResources(false))
                            .nodeReader(new JsonTexts())
                            .schemas(texts));
            known = registry.getSchema(SchemaLocation.of(HOME + schema.path));
            COMPILED_WITH_FILES.put(schema, known);
        }
        return known;
    }

    /** Reads every document as JSON, which it is by now, whatever its file is called. */
    private static final class JsonTexts extends BasicNodeReader {
        @Override
        protected ObjectMapper getObjectMapper(InputFormat format) {
            return super.getObjectMapper(InputFormat.JSON);
        }
    }

    /** A document without its identifier, which would make its references relative to a place in the world. */
    private static JsonValue homely(JsonValue document) {
        if (!(document instanceof JsonObject object) || !(object.get("$id") instanceof JsonString id)) {
            return document;
        }
        return withoutSelf(object.without("$id"), id.value() + "#");
    }

    private static JsonValue withoutSelf(JsonValue value, String self) {
        return switch (value) {
            case JsonArray array -> {
                JsonArray.Builder copy = new JsonArray.Builder();
                array.forEach(element -> copy.add(withoutSelf(element, self)));
                yield copy.build();
            }
            case JsonObject object -> {
                JsonObject.Builder copy = new JsonObject.Builder();
                object.forEach((key, member) -> copy.put(
                        key,
                        key.equals("$ref")
                                        && member instanceof JsonString text
                                        && text.value().startsWith(self)
                                ? JsonString.of(text.value().substring(self.length() - 1))
                                : withoutSelf(member, self)));
                yield copy.build();
            }
            default -> value;
        };
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

    /** The same value as the library has it. */
    private static JsonNode node(JsonValue value) {
        Deque<ContainerNode<?>> open = new ArrayDeque<>();
        ValueWalk walk = new ValueWalk(value);
        JsonNode last = NODES.nullNode();
        while (walk.next()) {
            if (walk.step() == ValueWalk.Step.CLOSE) {
                last = open.pop();
                continue;
            }
            String key = walk.key();
            last = outside(walk);
            switch (open.peek()) {
                case ObjectNode object when key != null -> object.set(key, last);
                case ArrayNode array -> array.add(last);
                case null, default -> {}
            }
            if (last instanceof ContainerNode<?> container) {
                open.push(container);
            }
        }
        return last;
    }

    /** A scalar, or a container that nothing is in yet. */
    private static JsonNode outside(ValueWalk walk) {
        return switch (walk.value()) {
            case JsonNull none -> NODES.nullNode();
            case JsonBoolean bool -> NODES.booleanNode(bool.value());
            case JsonInteger number -> NODES.numberNode(number.value());
            case JsonBigInteger number -> NODES.numberNode(number.value());
            case JsonDouble number -> NODES.numberNode(number.value());
            case JsonString string -> NODES.textNode(string.value());
            case JsonSecret secret -> {
                walk.skip();
                yield NODES.textNode(JsonSecret.MASK);
            }
            case JsonArray array -> NODES.arrayNode(array.size());
            case JsonObject object -> NODES.objectNode();
        };
    }
}
