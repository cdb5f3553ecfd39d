package io.flowork.core.machine;

import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * The variables of the enclosing tasks, innermost first.
 *
 * @param outer the variables further out, if any
 * @param depth how many there are further out
 * @param value the value of this one
 */
record Vars(@Nullable Vars outer, int depth, JsonValue value) {
    static Vars push(@Nullable Vars outer, JsonValue value) {
        return new Vars(outer, outer == null ? 0 : outer.depth + 1, value);
    }

    /** The value of the variable at a depth, the outermost being 0. */
    static JsonValue get(@Nullable Vars vars, int depth) {
        Vars at = vars;
        while (at != null && at.depth > depth) {
            at = at.outer;
        }
        if (at == null || at.depth != depth) {
            throw new IllegalStateException("no variable at depth " + depth);
        }
        return at.value;
    }
}
