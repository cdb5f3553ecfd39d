package io.flowork.grammar.json;

/**
 * An immutable JSON value.
 *
 * <p>Values are persistent: changing one shares everything that did not change, so keeping many versions of a large
 * value is cheap. Object key order is kept as written. Integers are exact at any size, see {@link JsonNumber}.
 *
 * <p>No value is nested deeper than {@link #MAX_DEPTH}, and nothing that goes into a value recurses, see
 * {@link ValueWalk}: a value of that depth fits any thread's stack.
 *
 * <p>{@link Object#equals(Object)} is JSON equality: numbers compare by value ({@code 1} equals {@code 1.0}) and key
 * order does not matter. {@link Object#toString()} is compact JSON text in which secrets are masked.
 *
 * <p>A class and not an interface, because evaluating expressions is storing values into arrays, and the JVM checks
 * whether something is of a class in one instruction, of an interface in many.
 */
public abstract sealed class JsonValue
        permits JsonNull, JsonBoolean, JsonNumber, JsonString, JsonArray, JsonObject, JsonSecret {

    /** The deepest nesting of data: of a text that is read, and of what goes into a run and comes out. */
    public static final int MAX_DATA_DEPTH = 10_000;

    /**
     * The deepest nesting a value can have; a scalar has depth 0, an empty array depth 1. There is room for what a
     * state and an expression put around data.
     */
    public static final int MAX_DEPTH = MAX_DATA_DEPTH + 100;

    JsonValue() {}

    /** How deeply this value is nested, from 0 for a scalar to {@link #MAX_DEPTH}. */
    public abstract int depth();

    /**
     * The approximate size of this value as compact JSON text, in bytes, counting shared parts once for every place
     * they appear in. Saturates at {@link Long#MAX_VALUE}.
     */
    public abstract long weight();

    /** A 64-bit hash that is equal for equal values and the same in every process. Computed once for each container. */
    public abstract long hash();

    /** Whether {@link #hash} does not have to look inside. */
    boolean isHashed() {
        return true;
    }

    /** Computes the hash from those of what is directly inside, and remembers it. */
    long ownHash() {
        return hash();
    }

    /** The name of this value's type as jq's {@code type} gives it. A secret is a {@code "string"}. */
    public abstract String typeName();
}
