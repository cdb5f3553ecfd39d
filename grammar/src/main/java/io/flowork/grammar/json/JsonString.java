package io.flowork.grammar.json;

/** A JSON string: any sequence of UTF-16 code units without the guarantee that surrogates are paired. */
public final class JsonString extends JsonValue {
    /** The empty string. */
    public static final JsonString EMPTY = new JsonString("");

    private final String value;
    private long hash;

    private JsonString(String value) {
        this.value = value;
    }

    /** The JSON value for a Java string. */
    public static JsonString of(String value) {
        return value.isEmpty() ? EMPTY : new JsonString(value);
    }

    /** This value as a Java string. */
    public String value() {
        return value;
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public long weight() {
        return value.length() + 2L;
    }

    @Override
    public long hash() {
        long h = hash;
        if (h == 0) {
            h = Hashes.text(value);
            hash = h;
        }
        return h;
    }

    @Override
    public String typeName() {
        return "string";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonString that && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        return JsonWriter.compact(this);
    }
}
