package io.flowork.grammar.json;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A JSON number: an exact integer, or an IEEE 754 double.
 *
 * <p>The representation is canonical. An integer that fits a {@code long} is always a {@link JsonInteger}, whatever it
 * was written as; a larger one that was written or computed as an integer is a {@link JsonBigInteger}; every other
 * number is a {@link JsonDouble}. So {@code 3}, {@code 3.0} and {@code 3e0} are one value, and {@code 1e300} is a
 * double. {@link #text()} is the one formatting used everywhere.
 */
public abstract sealed class JsonNumber extends JsonValue permits JsonInteger, JsonBigInteger, JsonDouble {
    JsonNumber() {}

    /** The number for an integer. */
    public static JsonInteger of(long value) {
        return JsonInteger.of(value);
    }

    /** The number for an integer of any size. */
    public static JsonNumber of(BigInteger value) {
        return value.bitLength() < Long.SIZE ? JsonInteger.of(value.longValue()) : new JsonBigInteger(value);
    }

    /** The number for a double; one whose value is an integer within the range of {@code long} becomes that integer. */
    public static JsonNumber of(double value) {
        long integer = (long) value;
        if (integer == value && integer != Long.MAX_VALUE && (integer != 0 || 1 / value > 0)) {
            return JsonInteger.of(integer);
        }
        return new JsonDouble(value);
    }

    /**
     * The number a JSON number literal stands for.
     *
     * @param literal a number by the grammar of RFC 8259, section 6
     * @throws NumberFormatException if it is not one
     */
    public static JsonNumber parse(String literal) {
        boolean integer = true;
        for (int i = 0; i < literal.length() && integer; i++) {
            char c = literal.charAt(i);
            integer = (c >= '0' && c <= '9') || c == '-';
        }
        if (!integer) {
            return of(Double.parseDouble(literal));
        }
        if (literal.equals("-0")) {
            return new JsonDouble(-0.0);
        }
        return literal.length() <= 18 ? JsonInteger.of(Long.parseLong(literal)) : of(new BigInteger(literal));
    }

    /** The nearest double. */
    public abstract double doubleValue();

    /** Whether this is an integer held exactly. */
    public abstract boolean isInteger();

    /** The decimal text of this number as JSON; not-a-number is {@code null}, infinities are the largest double. */
    public abstract String text();

    /** Compares by value; not-a-number is less than every number, including itself, as in jq. */
    public int compare(JsonNumber other) {
        if (this instanceof JsonInteger a && other instanceof JsonInteger b) {
            return Long.compare(a.value(), b.value());
        }
        double x = doubleValue();
        double y = other.doubleValue();
        if (Double.isNaN(x)) {
            return -1;
        }
        if (Double.isNaN(y)) {
            return 1;
        }
        if (x != y || Double.isInfinite(x)) {
            return x < y ? -1 : x > y ? 1 : 0;
        }
        return exact().compareTo(other.exact());
    }

    private BigDecimal exact() {
        return switch (this) {
            case JsonInteger n -> BigDecimal.valueOf(n.value());
            case JsonBigInteger n -> new BigDecimal(n.value());
            case JsonDouble n -> new BigDecimal(n.value());
        };
    }

    @Override
    public int depth() {
        return 0;
    }

    @Override
    public String typeName() {
        return "number";
    }
}
