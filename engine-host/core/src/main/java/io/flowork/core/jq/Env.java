package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.text.Range;
import org.jspecify.annotations.Nullable;

/**
 * The names that are visible where a filter is followed.
 *
 * @param name {@code $name}, {@code *label} or {@code name/arity}
 * @param tagged a variable's value
 * @param function a function
 * @param argument an argument of a function
 * @param where where the argument sees its names
 * @param label a label
 * @param over where the text of a builtin counts as being
 */
record Env(
        @Nullable Env outer,
        String name,
        @Nullable Tagged tagged,
        Filter.@Nullable Function function,
        @Nullable Filter argument,
        @Nullable Env where,
        @Nullable LeaveException label,
        @Nullable Range over) {
    static @Nullable Env find(@Nullable Env env, String name) {
        for (Env at = env; at != null; at = at.outer) {
            if (at.name.equals(name)) {
                return at;
            }
        }
        return null;
    }

    static Env variable(@Nullable Env outer, String name, Tagged value) {
        return new Env(outer, "$" + name, value, null, null, null, null, placed(outer));
    }

    static Env function(@Nullable Env outer, Filter.Function function) {
        return function(outer, function, placed(outer));
    }

    /** A function whose text counts as being elsewhere. */
    static Env function(@Nullable Env outer, Filter.Function function, @Nullable Range over) {
        String name = function.name() + "/" + function.parameters().size();
        return new Env(outer, name, null, function, null, null, null, over);
    }

    static Env argument(Env outer, String name, Filter argument, @Nullable Env where, @Nullable Range over) {
        return new Env(outer, name + "/0", null, null, argument, where, null, over);
    }

    static Env label(@Nullable Env outer, String name, LeaveException label) {
        return new Env(outer, "*" + name, null, null, null, null, label, placed(outer));
    }

    private static @Nullable Range placed(@Nullable Env env) {
        return env == null ? null : env.over;
    }

    /** Where a filter counts as being. */
    static Range range(Filter filter, @Nullable Env env) {
        Range over = placed(env);
        return over == null ? filter.range() : over;
    }
}
