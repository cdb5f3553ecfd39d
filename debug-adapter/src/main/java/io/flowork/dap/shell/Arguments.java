package io.flowork.dap.shell;

import io.flowork.dap.session.RefusedException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of launch and attach, which are whatever a client's configuration says. */
record Arguments(Map<String, Object> values) {
    private static final double EXACT = 1L << 53;

    /** A text; null if it is not given. */
    @Nullable
    String text(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return value instanceof String text && !text.isBlank() ? text : null;
        }
        throw new RefusedException("'" + name + "' must be a text");
    }

    /** Whether something is wanted. */
    boolean is(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean wanted) {
            return wanted;
        }
        throw new RefusedException("'" + name + "' must be true or false");
    }

    /** A whole number; null if it is not given. */
    @Nullable
    Integer number(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Number number && number.doubleValue() == number.intValue()) {
            return number.intValue();
        }
        throw new RefusedException("'" + name + "' must be a whole number");
    }

    /** Any value; null if it is not given. */
    @Nullable
    JsonValue json(String name) {
        return values.containsKey(name) ? json(values.get(name)) : null;
    }

    private static JsonValue json(@Nullable Object value) {
        return switch (value) {
            case null -> JsonNull.NULL;
            case String text -> JsonString.of(text);
            case Boolean truth -> JsonBoolean.of(truth);
            case Double number ->
                number == Math.rint(number) && Math.abs(number) <= EXACT
                        ? JsonNumber.of(number.longValue())
                        : JsonNumber.of(number);
            case Number number -> JsonNumber.of(new BigDecimal(number.toString()).doubleValue());
            case List<?> list -> {
                List<JsonValue> elements = new ArrayList<>();
                list.forEach(element -> elements.add(json(element)));
                yield JsonArray.of(elements);
            }
            case Map<?, ?> map -> {
                JsonObject.Builder members = new JsonObject.Builder();
                map.forEach((key, member) -> members.put(String.valueOf(key), json(member)));
                yield members.build();
            }
            default -> throw new RefusedException("The input is no JSON value");
        };
    }
}
