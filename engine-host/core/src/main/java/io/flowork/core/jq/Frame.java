package io.flowork.core.jq;

import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One call in progress.
 *
 * <p>Invariant: within a frame control only moves forward, and goes back only to a fork, which drops every later fork.
 * A register that is written once per pass therefore still holds its value when an older fork is resumed, and nothing
 * has to be saved or restored.
 */
final class Frame {
    final Code code;
    final JsonValue[] values;
    final @Nullable Object[] extras;

    /** The frame in which this function was defined. */
    final @Nullable Frame parent;

    final Closure[] arguments;
    final @Nullable Frame caller;
    final int returnTo;
    final int target;
    final int pathTarget;
    final int depth;

    Frame(
            Code code,
            @Nullable Frame parent,
            Closure[] arguments,
            @Nullable Frame caller,
            int returnTo,
            int target,
            int pathTarget,
            int depth) {
        this.code = code;
        this.values = new JsonValue[code.values];
        Arrays.fill(values, JsonNull.NULL);
        this.extras = code.extras == 0 ? Closure.NO_EXTRAS : new Object[code.extras];
        this.parent = parent;
        this.arguments = arguments;
        this.caller = caller;
        this.returnTo = returnTo;
        this.target = target;
        this.pathTarget = pathTarget;
        this.depth = depth;
    }

    /** The frame this many definitions further out. */
    Frame outer(int levels) {
        Frame frame = this;
        for (int i = 0; i < levels; i++) {
            Frame next = frame.parent;
            if (next == null) {
                throw new IllegalStateException("no outer frame");
            }
            frame = next;
        }
        return frame;
    }
}
