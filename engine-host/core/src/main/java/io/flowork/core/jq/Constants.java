package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the value of filters that are written out as JSON. */
final class Constants {
    private Constants() {}

    /** The value of a literal, or of an array or object of such; null for every other filter. */
    static @Nullable JsonValue of(Filter filter) {
        return switch (filter) {
            case Filter.Literal literal -> literal.value();
            case Filter.Negate negate -> {
                JsonValue operand = of(negate.operand());
                yield operand == null ? null : Operators.foldNegate(operand);
            }
            case Filter.ArrayOf array -> {
                Filter body = array.body();
                yield body instanceof Filter.Comma comma
                        ? elements(comma.parts())
                        : body == null ? JsonArray.EMPTY : elements(List.of(body));
            }
            case Filter.ObjectOf object -> object(object);
            default -> null;
        };
    }

    private static @Nullable JsonValue elements(List<Filter> parts) {
        JsonArray.Builder elements = new JsonArray.Builder();
        for (Filter part : parts) {
            JsonValue element = of(part);
            if (element == null) {
                return null;
            }
            elements.add(element);
        }
        return elements.build();
    }

    private static @Nullable JsonValue object(Filter.ObjectOf object) {
        JsonObject.Builder members = new JsonObject.Builder();
        for (Filter.Entry entry : object.entries()) {
            JsonValue value = of(entry.value());
            if (value == null
                    || !(entry.key() instanceof Filter.Literal literal)
                    || !(literal.value() instanceof JsonString key)) {
                return null;
            }
            members.put(key.value(), value);
        }
        return members.build();
    }

    static JsonObject location(Filter.Location location) {
        return JsonObject.of("file", JsonString.of("<top-level>"), "line", JsonNumber.of(location.line()));
    }
}
