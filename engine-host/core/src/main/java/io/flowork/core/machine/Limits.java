package io.flowork.core.machine;

import io.flowork.grammar.json.JsonValue;

/**
 * What decides an outcome when it is exceeded, so that a replay ends the same on every machine.
 *
 * @param depth how many tasks may be active inside one another, through all forks around
 * @param valueBytes how large a value may become, by {@link io.flowork.grammar.json.JsonValue#weight()}
 */
public record Limits(int depth, long valueBytes) {
    /** How deep the data of a run may be nested: a state is a value too, and has the data inside. */
    public static final int LEVELS = JsonValue.MAX_DEPTH - 40;

    /** What holds when nothing else is said: 1,000 tasks deep, values up to 256 MiB. */
    public static final Limits DEFAULT = new Limits(1_000, 256L << 20);
}
