package io.flowork.functions.arguments;

import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, read by type. An argument that is null counts as absent. What is wrong is a validation error
 * that names the argument and never repeats its value, which may be a secret.
 *
 * @param of what the arguments belong to, as the author wrote it, such as {@code call: http}
 * @param values the arguments, without deferred secrets
 */
public record Arguments(String of, JsonObject values) {

    /** An argument, or null if it is absent. */
    public @Nullable JsonValue get(String name) {
        JsonValue value = values.get(name);
        return value == JsonNull.NULL ? null : value;
    }

    /** An argument that has to be there. */
    public JsonValue need(String name) throws FunctionException {
        JsonValue value = get(name);
        if (value == null) {
            throw Failures.validation(of + " needs '" + name + "'.");
        }
        return value;
    }

    /** A string that has to be there. */
    public String needText(String name) throws FunctionException {
        return asText(name, need(name));
    }

    /** A string, or null if it is absent. */
    public @Nullable String text(String name) throws FunctionException {
        JsonValue value = get(name);
        return value == null ? null : asText(name, value);
    }

    /** A boolean, or what it is by default. */
    public boolean flag(String name, boolean byDefault) throws FunctionException {
        return switch (get(name)) {
            case null -> byDefault;
            case JsonBoolean flag -> flag.value();
            case JsonValue other -> throw wrong(name, "true or false", other);
        };
    }

    /** An object; empty if it is absent. */
    public JsonObject object(String name) throws FunctionException {
        return switch (get(name)) {
            case null -> JsonObject.EMPTY;
            case JsonObject object -> object;
            case JsonValue other -> throw wrong(name, "an object", other);
        };
    }

    /** An array of strings, numbers or booleans as texts; empty if it is absent. */
    public List<String> texts(String name) throws FunctionException {
        return switch (get(name)) {
            case null -> List.of();
            case JsonArray array -> {
                List<String> texts = new ArrayList<>(array.size());
                for (JsonValue element : array) {
                    texts.add(asText(name, element));
                }
                yield texts;
            }
            case JsonValue other -> throw wrong(name, "an array of strings", other);
        };
    }

    /** The error about an argument of the wrong type. */
    public FunctionException wrong(String name, String expected, JsonValue actual) {
        return Failures.validation(
                "'" + name + "' of " + of + " must be " + expected + ", but it is " + described(actual) + ".");
    }

    private String asText(String name, JsonValue value) throws FunctionException {
        if (value instanceof JsonString || value instanceof JsonNumber || value instanceof JsonBoolean) {
            return textOf(value);
        }
        throw wrong(name, "a string", value);
    }

    /** A value as text: a string as it is, null as nothing, everything else as compact JSON. */
    public static String textOf(JsonValue value) {
        return switch (value) {
            case JsonString string -> string.value();
            case JsonNull nothing -> "";
            case JsonValue other -> JsonWriter.compact(other);
        };
    }

    private static String described(JsonValue value) {
        return switch (value.typeName()) {
            case "null" -> "null";
            case "array", "object" -> "an " + value.typeName();
            case String type -> "a " + type;
        };
    }
}
