package io.flowork.core.jq;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** A path from the input of a path expression, kept as its last key and the path before it. */
final class PathNode {
    private final @Nullable PathNode parent;
    private final @Nullable JsonValue key;
    private final int length;

    /** The value found at this path. */
    private final JsonValue value;

    private PathNode(@Nullable PathNode parent, @Nullable JsonValue key, int length, JsonValue value) {
        this.parent = parent;
        this.key = key;
        this.length = length;
        this.value = value;
    }

    static PathNode root(JsonValue value) {
        return new PathNode(null, null, 0, value);
    }

    PathNode child(JsonValue step, JsonValue found) {
        return new PathNode(this, step, length + 1, found);
    }

    /** This path followed by several keys. */
    PathNode descend(JsonArray steps, JsonValue found) {
        PathNode node = this;
        for (JsonValue step : steps) {
            node = node.child(step, found);
        }
        return node == this ? new PathNode(parent, key, length, found) : node;
    }

    /** Whether a value is the one at this path, and not something computed since. */
    @SuppressWarnings("ReferenceEquality") // an equal value from elsewhere is not the one at this path
    boolean leadsTo(JsonValue other) {
        return value == other || (value instanceof JsonNumber && value.equals(other));
    }

    JsonArray toArray() {
        JsonValue[] keys = new JsonValue[length];
        PathNode node = this;
        for (int i = length - 1; i >= 0 && node != null; i--) {
            JsonValue step = node.key;
            if (step != null) {
                keys[i] = step;
            }
            node = node.parent;
        }
        return JsonArray.of(keys, length);
    }

    int length() {
        return length;
    }
}
