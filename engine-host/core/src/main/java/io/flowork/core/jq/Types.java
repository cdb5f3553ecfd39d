package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/** What values are called in messages, and what counts as true. */
final class Types {
    static final String SECRET = "a secret cannot be looked into; it is resolved only where it is used";

    /** How many bytes of a value a message shows. */
    private static final int SHOWN = 29;

    private Types() {}

    static boolean isTrue(JsonValue value) {
        return value != JsonBoolean.FALSE && value != JsonNull.NULL;
    }

    static JqException secret() {
        return JqException.error(SECRET);
    }

    /** A value's type and text, such as {@code number (12)}. */
    static String describe(JsonValue value) {
        return value instanceof JsonSecret ? "secret" : value.typeName() + " (" + shortened(value) + ")";
    }

    /**
     * A value's JSON text, cut to 29 bytes of UTF-8 where it is longer: with {@code ...} and what closes it, as jq does,
     * because programs match on it.
     */
    static String shortened(JsonValue value) {
        String text = JsonText.start(value, SHOWN + 1);
        if (bytes(text) <= SHOWN) {
            return text;
        }
        String end = "..." + closing(value);
        int room = SHOWN - end.length();
        int kept = 0;
        while (kept < text.length()) {
            int point = text.codePointAt(kept);
            room -= bytes(point);
            if (room < 0) {
                break;
            }
            kept += Character.charCount(point);
        }
        return text.substring(0, kept) + end;
    }

    private static String closing(JsonValue value) {
        return switch (value) {
            case JsonString text -> "\"";
            case JsonArray array -> "]";
            case JsonObject object -> "}";
            case JsonNull none -> "";
            case JsonBoolean flag -> "";
            case JsonNumber number -> "";
            case JsonSecret secret -> "";
        };
    }

    static int bytes(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }

    private static long bytes(String text) {
        return text.codePoints().mapToLong(Types::bytes).sum();
    }
}
