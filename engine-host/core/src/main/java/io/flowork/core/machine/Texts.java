package io.flowork.core.machine;

import io.flowork.grammar.json.JsonValue;

/** Values in messages. */
final class Texts {
    private static final int LONGEST = 80;

    private Texts() {}

    /** A value's text, cut when it is long. */
    static String shorten(JsonValue value) {
        if (value.weight() > 10_000) {
            return "a large " + value.typeName();
        }
        String text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
}
