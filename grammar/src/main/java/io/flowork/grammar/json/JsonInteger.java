package io.flowork.grammar.json;

/** An integer within the range of {@code long}. */
public final class JsonInteger extends JsonNumber {
    private static final JsonInteger[] SMALL = new JsonInteger[1280];

    static {
        for (int i = 0; i < SMALL.length; i++) {
            SMALL[i] = new JsonInteger(i - 256);
        }
    }

    private final long value;

    private JsonInteger(long value) {
        this.value = value;
    }

    /** The number for an integer. */
    public static JsonInteger of(long value) {
        return value >= -256 && value < 1024 ? SMALL[(int) value + 256] : new JsonInteger(value);
    }

    /** This number. */
    public long value() {
        return value;
    }

    @Override
    public double doubleValue() {
        return value;
    }

    @Override
    public boolean isInteger() {
        return true;
    }

    @Override
    public String text() {
        return Long.toString(value);
    }

    @Override
    public long weight() {
        return value >= 0 && value < 1_000_000_000 ? 8 : 16;
    }

    @Override
    public long hash() {
        return Hashes.integer(value);
    }

    @Override
    public boolean equals(Object other) {
        return switch (other) {
            case JsonInteger that -> value == that.value;
            case JsonDouble that -> that.equals((Object) this);
            case null, default -> false;
        };
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash());
    }

    @Override
    public String toString() {
        return text();
    }
}
