package io.flowork.grammar.docs;

import io.flowork.grammar.dsl.Language;
import io.flowork.grammar.dsl.ObjectType;
import io.flowork.grammar.dsl.Property;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.YamlReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The language model as a JSON Schema, draft 7, for editors and tools that know nothing of Flowork.
 *
 * <p>Draft 7 is what editors understand best. A task is one object with the properties of all kinds and rules about which
 * go together, not a choice between twelve objects: so editors propose the right keys and name the one that is wrong.
 * A schema cannot say everything: references, jq and cron expressions are left to {@code flowork check}.
 */
public final class WorkflowSchema {
    private WorkflowSchema() {}

    /** The schema. */
    public static JsonObject json() {
        JsonObject.Builder schema = new JsonObject.Builder()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("title", "Workflow")
                .put("$comment", "Generated from Flowork's language model: flowork schema.");
        object(Language.workflow()).forEach((key, value) -> {
            if (!key.equals("title")) {
                schema.put(key, value);
            }
        });
        JsonObject.Builder definitions = new JsonObject.Builder();
        definitions.put(
                "taskList", ShapeSchema.namedList(ShapeSchema.definition("task"), "Tasks, each with its name."));
        definitions.put("task", task());
        definitions.put("durationValue", ShapeSchema.duration());
        for (ObjectType type : Language.types().values()) {
            if (!type.equals(Language.workflow())) {
                definitions.put(type.name(), object(type));
            }
        }
        return schema.put("definitions", definitions.build()).build();
    }

    private static JsonObject object(ObjectType type) {
        JsonObject.Builder schema = new JsonObject.Builder()
                .put("title", type.name())
                .put("description", type.summary())
                .put("type", "object");
        properties(schema, type.properties());
        List<String> required = new ArrayList<>();
        JsonObject.Builder dependencies = new JsonObject.Builder();
        boolean dependent = false;
        for (Property property : type.properties()) {
            if (property.required()) {
                required.add(property.name());
            }
            String needs = property.needs();
            if (needs != null) {
                dependencies.put(property.name(), strings(List.of(needs)));
                dependent = true;
            }
        }
        if (!required.isEmpty()) {
            schema.put("required", strings(required));
        }
        if (dependent) {
            schema.put("dependencies", dependencies.build());
        }
        if (type.least() > 0) {
            schema.put("minProperties", type.least());
        }
        if (type.rest() == ObjectType.Rest.FORBIDDEN) {
            schema.put("additionalProperties", JsonBoolean.FALSE);
        }
        choices(schema, type);
        if (type.name().equals("containerLifetime")) {
            schema.put("if", JsonObject.of("properties", JsonObject.of("cleanup", constant("eventually"))));
            schema.put("then", required("after"));
            schema.put("else", JsonObject.of("not", required("after")));
        }
        return schema.build();
    }

    private static void choices(JsonObject.Builder schema, ObjectType type) {
        List<JsonValue> all = new ArrayList<>();
        for (ObjectType.Choice choice : type.choices()) {
            List<JsonValue> alternatives = new ArrayList<>();
            for (ObjectType.Alternative alternative : choice.alternatives()) {
                JsonObject.Builder one = new JsonObject.Builder().put("required", strings(alternative.needed()));
                JsonObject.Builder others = new JsonObject.Builder();
                for (ObjectType.Alternative other : choice.alternatives()) {
                    if (!other.equals(alternative)) {
                        other.needed().forEach(key -> others.put(key, JsonBoolean.FALSE));
                        other.optional().forEach(key -> others.put(key, JsonBoolean.FALSE));
                    }
                }
                alternatives.add(one.put("properties", others.build()).build());
            }
            all.add(JsonObject.of("oneOf", array(alternatives)));
        }
        if (all.size() == 1) {
            ((JsonObject) all.getFirst()).forEach(schema::put);
        } else if (!all.isEmpty()) {
            schema.put("allOf", array(all));
        }
    }

    private static void properties(JsonObject.Builder schema, Collection<Property> properties) {
        JsonObject.Builder members = new JsonObject.Builder();
        for (Property property : properties) {
            members.put(property.name(), property(property));
        }
        schema.put("properties", members.build());
    }

    private static JsonObject property(Property property) {
        JsonObject.Builder schema = new JsonObject.Builder().put("description", description(property));
        JsonObject shape = ShapeSchema.of(property.shape());
        Property.Legacy legacy = property.legacy();
        if (legacy != null) {
            JsonObject old = new JsonObject.Builder()
                    .put("description", "The form before DSL " + legacy.until() + ".")
                    .put("type", "object")
                    .build();
            shape = JsonObject.of("anyOf", JsonArray.of(shape, old));
        }
        if (shape.has("$ref")) {
            // Beside $ref draft 7 ignores everything.
            schema.put("allOf", JsonArray.of(shape));
        } else {
            shape.forEach(schema::put);
        }
        JsonValue standard = property.standard();
        if (standard != null) {
            schema.put("default", standard);
        }
        List<JsonValue> examples = new ArrayList<>();
        for (String example : property.examples()) {
            Node node = YamlReader.read(SourceText.of("example", example)).root();
            if (node != null) {
                examples.add(node.json());
            }
        }
        if (!examples.isEmpty()) {
            schema.put("examples", array(examples));
        }
        return schema.build();
    }

    private static String description(Property property) {
        String since = property.since();
        return since.equals(Property.FIRST)
                ? property.summary()
                : property.summary() + " "
                        + (since.equals(Property.NEXT) ? "Newer than DSL 1.0.3." : "Since DSL " + since + ".");
    }

    private static JsonObject task() {
        Map<String, Property> properties = new LinkedHashMap<>();
        Map<String, List<String>> kindsOf = new LinkedHashMap<>();
        for (ObjectType kind : Language.taskKinds().values()) {
            for (Property property : kind.properties()) {
                properties.putIfAbsent(property.name(), property);
                kindsOf.computeIfAbsent(property.name(), ignored -> new ArrayList<>())
                        .add(kind.name());
            }
        }
        JsonObject.Builder dependencies = new JsonObject.Builder();
        List<JsonValue> kinds = new ArrayList<>();
        for (ObjectType kind : Language.taskKinds().values()) {
            List<String> also = new ArrayList<>();
            for (Property property : kind.properties()) {
                boolean own = property.name().equals(kind.name());
                if (!own && property.required()) {
                    also.add(property.name());
                }
                if (!own && List.of(kind.name()).equals(kindsOf.get(property.name()))) {
                    dependencies.put(property.name(), strings(List.of(kind.name())));
                }
            }
            if (!also.isEmpty()) {
                dependencies.put(kind.name(), strings(also));
            }
            JsonObject.Builder one = new JsonObject.Builder()
                    .put("title", kind.name())
                    .put("description", kind.summary())
                    .put("required", strings(List.of(kind.name())));
            if (kind.name().equals("do")) {
                one.put("properties", JsonObject.of("for", JsonBoolean.FALSE));
            }
            kinds.add(one.build());
        }
        List<JsonValue> calls = new ArrayList<>();
        for (String protocol : Language.protocols()) {
            calls.add(new JsonObject.Builder()
                    .put(
                            "if",
                            JsonObject.of(
                                    "properties",
                                    JsonObject.of("call", constant(protocol)),
                                    "required",
                                    strings(List.of("call"))))
                    .put(
                            "then",
                            JsonObject.of(
                                    "properties",
                                    JsonObject.of("with", ShapeSchema.definition(protocol)),
                                    "required",
                                    strings(List.of("with"))))
                    .build());
        }
        JsonObject.Builder schema = new JsonObject.Builder()
                .put("title", "task")
                .put("description", "A task; one of its keys says of which kind it is.")
                .put("type", "object");
        properties(schema, properties.values());
        return schema.put("additionalProperties", JsonBoolean.FALSE)
                .put("oneOf", array(kinds))
                .put("dependencies", dependencies.build())
                .put("allOf", array(calls))
                .build();
    }

    private static JsonObject constant(String value) {
        return JsonObject.of("const", JsonString.of(value));
    }

    private static JsonObject required(String key) {
        return JsonObject.of("required", strings(List.of(key)));
    }

    static JsonArray strings(List<String> values) {
        List<JsonValue> strings = new ArrayList<>();
        values.forEach(value -> strings.add(JsonString.of(value)));
        return array(strings);
    }

    static JsonArray array(List<? extends JsonValue> values) {
        JsonArray.Builder array = new JsonArray.Builder();
        values.forEach(array::add);
        return array.build();
    }

    static JsonValue number(long value) {
        return JsonInteger.of(value);
    }
}
