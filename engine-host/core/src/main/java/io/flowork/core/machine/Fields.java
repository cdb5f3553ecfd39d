package io.flowork.core.machine;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** Reads members of objects that this package has written; anything else is an {@link IllegalArgumentException}. */
final class Fields {
    private Fields() {}

    static JsonValue value(JsonObject object, String key) {
        JsonValue value = object.get(key);
        if (value == null) {
            throw missing(key, "a value");
        }
        return value;
    }

    static long integer(JsonObject object, String key) {
        if (object.get(key) instanceof JsonInteger integer) {
            return integer.value();
        }
        throw missing(key, "an integer");
    }

    static int number(JsonObject object, String key) {
        return Math.toIntExact(integer(object, key));
    }

    static String string(JsonObject object, String key) {
        if (object.get(key) instanceof JsonString string) {
            return string.value();
        }
        throw missing(key, "a string");
    }

    static @Nullable String optionalString(JsonObject object, String key) {
        return object.get(key) instanceof JsonString string ? string.value() : null;
    }

    static boolean bool(JsonObject object, String key) {
        if (object.get(key) instanceof JsonBoolean bool) {
            return bool.value();
        }
        throw missing(key, "a boolean");
    }

    static JsonObject object(JsonObject object, String key) {
        if (object.get(key) instanceof JsonObject inner) {
            return inner;
        }
        throw missing(key, "an object");
    }

    static JsonArray array(JsonObject object, String key) {
        if (object.get(key) instanceof JsonArray inner) {
            return inner;
        }
        throw missing(key, "an array");
    }

    private static IllegalArgumentException missing(String key, String what) {
        return new IllegalArgumentException("the member " + key + " is not " + what);
    }
}
