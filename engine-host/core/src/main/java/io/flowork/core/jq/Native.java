package io.flowork.core.jq;

import io.flowork.grammar.json.JsonValue;

/**
 * A builtin written in Java.
 *
 * @param name its name
 * @param arity the number of its arguments, up to 3
 * @param secrets whether it can deal with secrets
 * @param body what it does
 */
record Native(String name, int arity, boolean secrets, Body body) {
    /** What a builtin does; arguments it does not have are null values. */
    @FunctionalInterface
    interface Body {
        JsonValue apply(Meter meter, JsonValue input, JsonValue first, JsonValue second, JsonValue third);
    }
}
