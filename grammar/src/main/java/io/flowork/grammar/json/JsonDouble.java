package io.flowork.grammar.json;

import java.math.BigDecimal;

/** A number held as an IEEE 754 double: a fraction, negative zero, not-a-number, or beyond the range of {@code long}. */
public final class JsonDouble extends JsonNumber {
    private final double value;

    JsonDouble(double value) {
        this.value = value;
    }

    /** This number. */
    public double value() {
        return value;
    }

    @Override
    public double doubleValue() {
        return value;
    }

    @Override
    public boolean isInteger() {
        return false;
    }

    /**
     * {@inheritDoc}
     *
     * <p>The shortest digits that read back as the same double; plain notation for decimal exponents from -4 to 16, else
     * {@code d.ddde+XX} with at least two exponent digits.
     */
    @Override
    public String text() {
        if (Double.isNaN(value)) {
            return "null";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "1.7976931348623157e+308" : "-1.7976931348623157e+308";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        // of the smallest double, Double.toString gives two digits where one is enough
        String decimal = Math.abs(value) == Double.MIN_VALUE ? "5e-324" : Double.toString(Math.abs(value));
        BigDecimal shortest = new BigDecimal(decimal).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int exponent = digits.length() - 1 - shortest.scale();
        StringBuilder text = new StringBuilder(24);
        if (value < 0) {
            text.append('-');
        }
        if (exponent < -4 || exponent > 16) {
            text.append(digits.charAt(0));
            if (digits.length() > 1) {
                text.append('.').append(digits, 1, digits.length());
            }
            text.append('e').append(exponent < 0 ? '-' : '+');
            int magnitude = Math.abs(exponent);
            return (magnitude < 10 ? text.append('0') : text).append(magnitude).toString();
        }
        if (exponent < 0) {
            return text.append("0.").repeat("0", -exponent - 1).append(digits).toString();
        }
        if (exponent >= digits.length() - 1) {
            return text.append(digits)
                    .repeat("0", exponent - digits.length() + 1)
                    .toString();
        }
        return text.append(digits, 0, exponent + 1)
                .append('.')
                .append(digits, exponent + 1, digits.length())
                .toString();
    }

    @Override
    public long weight() {
        return 20;
    }

    @Override
    public long hash() {
        return value == 0 ? Hashes.integer(0) : Hashes.decimal(value);
    }

    @Override
    public boolean equals(Object other) {
        return switch (other) {
            case JsonDouble that -> value == that.value || (Double.isNaN(value) && Double.isNaN(that.value));
            case JsonNumber that -> !Double.isNaN(value) && compare(that) == 0;
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
