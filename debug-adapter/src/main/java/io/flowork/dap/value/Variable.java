package io.flowork.dap.value;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A value with a name.
 *
 * @param name what the list of variables calls it
 * @param value the value; for a range of a long list, the list
 * @param path the jq that gives it at the same place; null if there is none
 * @param from the first child to show, of a range of a long list
 * @param to the first child not to show; -1 for all of them
 */
public record Variable(
        String name, JsonValue value, @Nullable String path, int from, int to) {

    /** A whole value. */
    public Variable(String name, JsonValue value, @Nullable String path) {
        this(name, value, path, 0, -1);
    }

    /** Whether it is a range of a longer list. */
    public boolean isRange() {
        return to >= 0;
    }

    /** How many children it has. */
    public int children() {
        return isRange() ? to - from : Pages.children(value);
    }

    /** Whether its children have numbers, not names. */
    public boolean isIndexed() {
        return value instanceof JsonArray;
    }

    /** Whether it has children. */
    public boolean isContainer() {
        return (value instanceof JsonArray || value instanceof JsonObject) && children() > 0;
    }
}
