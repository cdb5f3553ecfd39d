package io.flowork.lsp.complete;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.types.SchemaTypes;
import io.flowork.grammar.types.Type;
import io.flowork.lsp.slot.Slot.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a JSON Schema says of a part of data: of references those in the schema itself are followed. What is not understood
 * says nothing.
 */
public final class SchemaPart {
    private static final int DEEPEST = 10;
    private static final int MOST = 200;

    private final JsonValue root;
    private final List<View> views;
    private final Type type;
    private final boolean required;

    /** A schema that counts for the part; an alternative may not. */
    private record View(JsonObject schema, boolean sure) {}

    private SchemaPart(JsonValue root, List<JsonValue> schemas, Type type, boolean required) {
        this.root = root;
        this.views = new ArrayList<>();
        this.type = type;
        this.required = required;
        schemas.forEach(schema -> view(schema, true, 0));
    }

    /** What a schema says of the whole. */
    static SchemaPart whole(JsonValue schema) {
        return new SchemaPart(schema, List.of(schema), SchemaTypes.of(schema, false), true);
    }

    private void view(@Nullable JsonValue value, boolean sure, int level) {
        if (!(value instanceof JsonObject schema) || level > DEEPEST || views.size() >= MOST) {
            return;
        }
        views.add(new View(schema, sure));
        if (schema.get("$ref") instanceof JsonString reference) {
            String pointer = JsonPointer.ofReference(reference.value());
            view(pointer == null ? null : JsonPointer.find(root, pointer), sure, level + 1);
        }
        parts(schema, "allOf").forEach(part -> view(part, sure, level + 1));
        Stream.of("anyOf", "oneOf")
                .flatMap(name -> parts(schema, name).stream())
                .forEach(part -> view(part, false, level + 1));
    }

    private static List<JsonValue> parts(JsonObject schema, String name) {
        List<JsonValue> parts = new ArrayList<>();
        if (schema.get(name) instanceof JsonArray array) {
            array.forEach(parts::add);
        }
        return parts;
    }

    // --- what is in it ---

    /** What is said of a part of this; nothing if there can be no such part. */
    Optional<SchemaPart> at(List<Step> path) {
        SchemaPart at = this;
        for (Step step : path) {
            at = switch (step) {
                case Step.Item ignored -> at.items();
                case Step.Key key -> at.member(key.name());
            };
        }
        return at.views.isEmpty() ? Optional.empty() : Optional.of(at);
    }

    private SchemaPart items() {
        List<JsonValue> schemas = new ArrayList<>();
        for (View view : views) {
            if (view.schema.get("items") instanceof JsonObject items) {
                schemas.add(items);
            }
        }
        return new SchemaPart(root, schemas, type.items(), false);
    }

    private SchemaPart member(String name) {
        SchemaPart known = members().get(name);
        if (known != null) {
            return known;
        }
        List<JsonValue> schemas = new ArrayList<>();
        for (View view : views) {
            if (view.schema.get("additionalProperties") instanceof JsonObject others) {
                schemas.add(others);
            }
        }
        return new SchemaPart(root, schemas, type.rest(), false);
    }

    /** What can be under keys, in the order of the schema, with what is said of each. */
    Map<String, SchemaPart> members() {
        Map<String, List<JsonValue>> schemas = new LinkedHashMap<>();
        Set<String> needed = new LinkedHashSet<>();
        for (View view : views) {
            if (view.schema.get("properties") instanceof JsonObject properties) {
                properties.forEach((name, schema) ->
                        schemas.computeIfAbsent(name, same -> new ArrayList<>()).add(schema));
            }
            if (view.sure) {
                parts(view.schema, "required")
                        .forEach(name -> needed.add(name instanceof JsonString text ? text.value() : ""));
            }
        }
        Map<String, SchemaPart> members = new LinkedHashMap<>();
        schemas.forEach((name, said) -> {
            Type.Member member = type.members().get(name);
            members.put(
                    name,
                    new SchemaPart(root, said, member == null ? Type.UNKNOWN : member.type(), needed.contains(name)));
        });
        return members;
    }

    /** The keys that must be there, in the order of the schema. */
    List<String> needed() {
        return members().entrySet().stream()
                .filter(member -> member.getValue().required)
                .map(Map.Entry::getKey)
                .toList();
    }

    // --- what it is ---

    /** Whether it must be there. */
    boolean isRequired() {
        return required;
    }

    /** Whether it is there for what was written long ago only. */
    boolean isDeprecated() {
        return views.stream().anyMatch(view -> view.sure && JsonBoolean.TRUE.equals(view.schema.get("deprecated")));
    }

    /** Whether it can only be a text. */
    boolean isText() {
        return type.kinds() == Type.STRING_KIND;
    }

    /** Whether it can only be an object. */
    boolean isObject() {
        return type.kinds() == Type.OBJECT_KIND;
    }

    /** What it is for; empty if nobody says it. */
    String summary() {
        return Stream.of("description", "title")
                .flatMap(name -> views.stream().map(view -> view.schema.get(name)))
                .filter(said -> said instanceof JsonString)
                .map(said -> ((JsonString) said).value())
                .findFirst()
                .orElse("");
    }

    private @Nullable JsonValue usual() {
        return views.stream()
                .filter(view -> view.sure)
                .map(view -> view.schema.get("default"))
                .filter(value -> value != null)
                .findFirst()
                .orElse(null);
    }

    /** Values that it can have, with a word about each: all if the schema lists them, else such as it names. */
    Map<JsonValue, String> values() {
        Map<JsonValue, String> values = new LinkedHashMap<>();
        JsonValue usual = usual();
        if (usual != null) {
            values.put(usual, "default");
        }
        listed().forEach(value -> values.putIfAbsent(value, ""));
        if (type.kinds() != 0 && (type.kinds() & ~Type.BOOLEAN_KINDS) == 0) {
            values.putIfAbsent(JsonBoolean.TRUE, "");
            values.putIfAbsent(JsonBoolean.FALSE, "");
        }
        for (View view : views) {
            parts(view.schema, "examples").forEach(value -> values.putIfAbsent(value, "example"));
        }
        return values;
    }

    private List<JsonValue> listed() {
        List<JsonValue> listed = new ArrayList<>();
        for (View view : views) {
            listed.addAll(parts(view.schema, "enum"));
            JsonValue constant = view.schema.get("const");
            if (constant != null) {
                listed.add(constant);
            }
        }
        return listed;
    }

    /** Markdown about it, for people. */
    public String documentation() {
        List<String> said = new ArrayList<>();
        if (isDeprecated()) {
            said.add("Deprecated: do not use it in new workflows.");
        }
        if (!summary().isEmpty()) {
            said.add(summary());
        }
        if (!type.isUnknown()) {
            said.add("```text\n" + type + (required ? "" : "   (not needed)") + "\n```");
        }
        JsonValue usual = usual();
        if (usual != null) {
            said.add("Default, by its schema: `" + usual + "`");
        }
        return String.join("\n\n", said);
    }
}
