package io.flowork.grammar.json;

/** The JSON values {@code true} and {@code false}. */
public final class JsonBoolean extends JsonValue {
    /** The JSON value {@code false}. */
    public static final JsonBoolean FALSE = new JsonBoolean();

    /** The JSON value {@code true}. */
    public static final JsonBoolean TRUE = new JsonBoolean();

    private JsonBoolean() {}

    /** The JSON value for a Java boolean. */
    public static JsonBoolean of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** This value as a Java boolean. */
    public boolean value() {
        return this == TRUE;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public long weight() {
        return 5;
    }

    @Override
    public long hash() {
        return this == TRUE ? Hashes.TRUE : Hashes.FALSE;
    }

    @Override
    public String typeName() {
        return "boolean";
    }

    @Override
    public String toString() {
        return this == TRUE ? "true" : "false";
    }
}
