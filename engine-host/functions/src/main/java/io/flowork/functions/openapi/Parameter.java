package io.flowork.functions.openapi;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.uri.PercentEncoding;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A parameter of an operation, and how its values are written.
 *
 * @param name its name
 * @param in {@code path}, {@code query}, {@code header}, {@code cookie}, {@code formData} or {@code body}
 * @param required whether it has to be given
 * @param style how arrays and objects are written, as in OpenAPI 3; {@code json} for a parameter with {@code content},
 *     {@code tabDelimited} for Swagger's {@code tsv}
 * @param explode whether each element or member is written as a parameter of its own
 * @param reserved whether reserved characters stay as they are
 */
record Parameter(String name, String in, boolean required, String style, boolean explode, boolean reserved) {

    /** Reads a parameter of an operation. */
    static Parameter of(JsonObject description, boolean version2) {
        String name = ApiDocument.string(description.get("name"), "");
        String in = ApiDocument.string(description.get("in"), "query");
        boolean required = in.equals("path") || flag(description, "required", false);
        if (version2) {
            String format = ApiDocument.string(description.get("collectionFormat"), "csv");
            String style = switch (format) {
                case "ssv" -> "spaceDelimited";
                case "tsv" -> "tabDelimited";
                case "pipes" -> "pipeDelimited";
                default -> in.equals("query") || in.equals("formData") ? "form" : "simple";
            };
            return new Parameter(name, in, required, style, format.equals("multi"), false);
        }
        String byDefault = in.equals("query") || in.equals("cookie") ? "form" : "simple";
        String style = description.has("content") ? "json" : ApiDocument.string(description.get("style"), byDefault);
        return new Parameter(
                name,
                in,
                required,
                style,
                flag(description, "explode", style.equals("form")),
                flag(description, "allowReserved", false));
    }

    private static boolean flag(JsonObject description, String name, boolean byDefault) {
        return description.get(name) instanceof JsonBoolean flag ? flag.value() : byDefault;
    }

    /** The value in a query or cookie: encoded pairs {@code name=value}. */
    List<String> pairs(JsonValue value) {
        String key = PercentEncoding.unreserved(name);
        if (style.equals("deepObject") && value instanceof JsonObject object) {
            List<String> pairs = new ArrayList<>();
            object.forEach((member, element) ->
                    pairs.add(PercentEncoding.unreserved(name + "[" + member + "]") + "=" + encoded(element)));
            return pairs;
        }
        if (explode && value instanceof JsonArray array) {
            List<String> pairs = new ArrayList<>();
            array.forEach(element -> pairs.add(key + "=" + encoded(element)));
            return pairs;
        }
        if (explode && value instanceof JsonObject object) {
            List<String> pairs = new ArrayList<>();
            object.forEach((member, element) -> pairs.add(PercentEncoding.unreserved(member) + "=" + encoded(element)));
            return pairs;
        }
        String separator = switch (style) {
            case "spaceDelimited" -> "%20";
            case "tabDelimited" -> "%09";
            case "pipeDelimited" -> "%7C";
            default -> ",";
        };
        return List.of(key + "=" + String.join(separator, flat(value, this::encoded)));
    }

    /** The value in a path, encoded. */
    String segment(JsonValue value) {
        boolean single = !(value instanceof JsonArray) && !(value instanceof JsonObject);
        List<String> parts =
                explode && value instanceof JsonObject object ? members(object) : flat(value, this::encoded);
        return switch (style) {
            case "label" -> "." + String.join(explode ? "." : ",", parts);
            case "matrix" -> {
                if (explode && value instanceof JsonObject) {
                    yield ";" + String.join(";", parts);
                }
                String key = PercentEncoding.unreserved(name) + "=";
                yield explode && !single
                        ? ";" + key + String.join(";" + key, parts)
                        : ";" + key + String.join(",", parts);
            }
            case "spaceDelimited" -> String.join("%20", parts);
            case "tabDelimited" -> String.join("%09", parts);
            case "pipeDelimited" -> String.join("%7C", parts);
            default -> String.join(",", parts);
        };
    }

    /** The value in a header or form, as it is. */
    String field(JsonValue value) {
        if (style.equals("json")) {
            return JsonWriter.compact(value);
        }
        if (explode && value instanceof JsonObject object) {
            List<String> members = new ArrayList<>();
            object.forEach((key, element) -> members.add(key + "=" + Arguments.textOf(element)));
            return String.join(",", members);
        }
        String separator = switch (style) {
            case "spaceDelimited" -> " ";
            case "tabDelimited" -> "\t";
            case "pipeDelimited" -> "|";
            default -> ",";
        };
        return String.join(separator, flat(value, UnaryOperator.identity()));
    }

    private List<String> members(JsonObject object) {
        List<String> members = new ArrayList<>();
        object.forEach((key, element) -> members.add(PercentEncoding.unreserved(key) + "=" + encoded(element)));
        return members;
    }

    private String encoded(JsonValue value) {
        return encoded(style.equals("json") ? JsonWriter.compact(value) : Arguments.textOf(value));
    }

    private String encoded(String text) {
        return reserved ? PercentEncoding.reserved(text) : PercentEncoding.unreserved(text);
    }

    /** The elements of an array, the keys and values of an object in turn, or the one value. */
    private List<String> flat(JsonValue value, UnaryOperator<String> encoding) {
        if (style.equals("json")) {
            return List.of(encoding.apply(JsonWriter.compact(value)));
        }
        List<String> texts = new ArrayList<>();
        switch (value) {
            case JsonArray array -> array.forEach(element -> texts.add(encoding.apply(Arguments.textOf(element))));
            case JsonObject object ->
                object.forEach((key, element) -> {
                    texts.add(encoding.apply(key));
                    texts.add(encoding.apply(Arguments.textOf(element)));
                });
            case JsonNull nothing -> {}
            case JsonValue other -> texts.add(encoding.apply(Arguments.textOf(other)));
        }
        return texts;
    }
}
