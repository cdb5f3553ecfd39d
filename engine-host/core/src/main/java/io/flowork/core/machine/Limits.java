package io.flowork.core.machine;

/**
 * What decides an outcome when it is exceeded, so that a replay ends the same on every machine.
 *
 * @param depth how many tasks may be active inside one another on a strand
 * @param valueBytes how large a value may become, by {@link io.flowork.grammar.json.JsonValue#weight()}
 */
public record Limits(int depth, long valueBytes) {
    /** What holds when nothing else is said: 1,000 tasks deep, values up to 256 MiB. */
    public static final Limits DEFAULT = new Limits(1_000, 256L << 20);
}
