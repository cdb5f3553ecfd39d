package io.flowork.grammar.types;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.types.Type.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Types of JSON Schemas. What is not understood only makes the type wider. */
public final class SchemaTypes {
    private static final int DEEPEST = 10;

    private final JsonValue root;
    private final int text;
    private int left = 2_000;

    private SchemaTypes(JsonValue root, boolean secrets) {
        this.root = root;
        this.text = secrets ? Type.STRING_KIND | Type.SECRET_KIND : Type.STRING_KIND;
    }

    /**
     * The type of what satisfies a schema.
     *
     * @param secrets whether the data may have been made with secrets, which pass for strings
     */
    public static Type of(JsonValue schema, boolean secrets) {
        return new SchemaTypes(schema, secrets).type(schema, 0);
    }

    private Type type(JsonValue schema, int level) {
        if (schema instanceof JsonBoolean flag) {
            return flag.value() ? Type.UNKNOWN : Type.NEVER;
        }
        if (!(schema instanceof JsonObject object) || level > DEEPEST || left-- <= 0) {
            return Type.UNKNOWN;
        }
        if (object.get("$ref") instanceof JsonString reference) {
            JsonValue target = resolve(reference.value());
            return target == null ? Type.UNKNOWN : type(target, level + 1);
        }
        JsonValue constant = object.get("const");
        if (constant != null) {
            return Type.of(constant);
        }
        if (object.get("enum") instanceof JsonArray values) {
            List<Type> types = new ArrayList<>();
            values.forEach(value -> types.add(Type.of(value)));
            return Types.join(types);
        }
        for (String any : new String[] {"anyOf", "oneOf"}) {
            if (object.get(any) instanceof JsonArray alternatives && !object.has("properties")) {
                List<Type> types = new ArrayList<>();
                alternatives.forEach(alternative -> types.add(type(alternative, level + 1)));
                return narrowed(Types.join(types), object);
            }
        }
        if (object.get("allOf") instanceof JsonArray parts && !object.has("properties") && !parts.isEmpty()) {
            Type all = type(parts.get(0), level + 1);
            for (int i = 1; i < parts.size(); i++) {
                all = both(all, type(parts.get(i), level + 1));
            }
            return narrowed(all, object);
        }
        return narrowed(plain(object, level), object);
    }

    private Type narrowed(Type type, JsonObject schema) {
        return type.only(kinds(schema.get("type")));
    }

    private int kinds(@Nullable JsonValue type) {
        return switch (type) {
            case null -> Type.ALL_KINDS;
            case JsonString name -> kind(name.value());
            case JsonArray names -> {
                int kinds = 0;
                for (JsonValue name : names) {
                    kinds |= name instanceof JsonString text ? kind(text.value()) : Type.ALL_KINDS;
                }
                yield kinds;
            }
            default -> Type.ALL_KINDS;
        };
    }

    private int kind(String name) {
        return switch (name) {
            case "null" -> Type.NULL_KIND;
            case "boolean" -> Type.BOOLEAN_KINDS;
            case "number", "integer" -> Type.NUMBER_KIND;
            case "string" -> text;
            case "array" -> Type.ARRAY_KIND;
            case "object" -> Type.OBJECT_KIND;
            default -> Type.ALL_KINDS;
        };
    }

    private Type plain(JsonObject schema, int level) {
        Map<String, Member> members = new LinkedHashMap<>();
        if (schema.get("properties") instanceof JsonObject properties) {
            properties.forEach((name, value) -> members.put(name, new Member(type(value, level + 1), false)));
        }
        Type rest = additional(schema, level);
        if (schema.get("required") instanceof JsonArray required) {
            for (JsonValue name : required) {
                if (name instanceof JsonString text) {
                    Member member = members.get(text.value());
                    members.put(text.value(), new Member(member == null ? rest : member.type(), true));
                }
            }
        }
        members.values().removeIf(member -> member.type().isNever());
        Type items = schema.has("prefixItems") || !schema.has("items") ? Type.UNKNOWN : items(schema, level);
        return Type.make(Type.ALL_KINDS, null, items, null, members, rest);
    }

    private Type items(JsonObject schema, int level) {
        JsonValue items = schema.get("items");
        return items == null ? Type.UNKNOWN : type(items, level + 1);
    }

    private Type additional(JsonObject schema, int level) {
        JsonValue additional = schema.get("additionalProperties");
        boolean others = schema.has("patternProperties")
                || schema.has("unevaluatedProperties")
                || schema.has("dependentSchemas")
                || schema.has("if")
                || schema.has("allOf")
                || schema.has("anyOf")
                || schema.has("oneOf");
        return additional == null || others ? Type.UNKNOWN : type(additional, level + 1);
    }

    /** What has both types, or at least the first: never narrower than it is true. */
    private static Type both(Type a, Type b) {
        if (a.isUnknown()) {
            return b;
        }
        Type kept = a.only(b.kinds());
        if (kept.kinds() != Type.OBJECT_KIND
                || b.only(Type.OBJECT_KIND).members().isEmpty()) {
            return kept;
        }
        Map<String, Member> members = new LinkedHashMap<>(kept.members());
        b.members().forEach((name, member) -> {
            Member first = kept.members().get(name);
            members.put(name, first == null ? member : new Member(first.type(), first.required() || member.required()));
        });
        return Type.object(members, kept.rest());
    }

    private @Nullable JsonValue resolve(String reference) {
        String pointer = JsonPointer.ofReference(reference);
        return pointer == null ? null : JsonPointer.find(root, pointer);
    }
}
