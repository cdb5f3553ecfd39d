package io.flowork.grammar.json;

import java.math.BigInteger;

/** An integer outside the range of {@code long}, held exactly. */
public final class JsonBigInteger extends JsonNumber {
    private final BigInteger value;

    JsonBigInteger(BigInteger value) {
        this.value = value;
    }

    /** This number. */
    public BigInteger value() {
        return value;
    }

    @Override
    public double doubleValue() {
        return value.doubleValue();
    }

    @Override
    public boolean isInteger() {
        return true;
    }

    @Override
    public String text() {
        return value.toString();
    }

    @Override
    public long weight() {
        return value.bitLength() / 3;
    }

    @Override
    public long hash() {
        return Hashes.decimal(value.doubleValue());
    }

    @Override
    public boolean equals(Object other) {
        return switch (other) {
            case JsonBigInteger that -> value.equals(that.value);
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
