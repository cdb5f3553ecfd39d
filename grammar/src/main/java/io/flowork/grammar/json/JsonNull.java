package io.flowork.grammar.json;

/** The JSON value {@code null}. */
public final class JsonNull extends JsonValue {
    /** The only one. */
    public static final JsonNull NULL = new JsonNull();

    private JsonNull() {}

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public long weight() {
        return 4;
    }

    @Override
    public long hash() {
        return Hashes.NULL;
    }

    @Override
    public String typeName() {
        return "null";
    }

    @Override
    public String toString() {
        return "null";
    }
}
