package io.flowork.grammar.json;

/** The JSON value {@code null}. */
public enum JsonNull implements JsonValue {
    NULL;

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
