package io.flowork.core.jq;

import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBigInteger;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonDouble;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The arithmetic of jq. Integers are exact up to {@value #MAX_BITS} bits; beyond that they become doubles. */
final class Operators {
    static final int MAX_BITS = 1024;

    private Operators() {}

    /** The result of an operator over two constants, or null where it has to fail when it is run. */
    static @Nullable JsonValue fold(Operator operator, JsonValue left, JsonValue right) {
        if (!(left instanceof JsonNumber) || !(right instanceof JsonNumber)) {
            return null;
        }
        Meter meter = new Meter(JqLimits.DEFAULT, new Interrupt());
        try {
            return switch (operator) {
                case ADD -> add(meter, left, right);
                case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> arithmetic(meter, operator, left, right);
                case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    JsonBoolean.of(compare(meter, operator, left, right));
                case ALTERNATIVE, AND, OR -> null;
            };
        } catch (JqException e) {
            return null;
        }
    }

    static @Nullable JsonValue foldNegate(JsonValue operand) {
        return operand instanceof JsonNumber number ? negate(number) : null;
    }

    static JsonValue negate(JsonValue value) {
        return switch (value) {
            case JsonInteger n -> exact(integer(n).negate());
            case JsonBigInteger n -> exact(n.value().negate());
            case JsonDouble n -> JsonNumber.of(-n.value());
            case JsonSecret secret -> throw Types.secret();
            case JsonNull n -> throw cannotNegate(value);
            case JsonBoolean b -> throw cannotNegate(value);
            case JsonString s -> throw cannotNegate(value);
            case JsonArray a -> throw cannotNegate(value);
            case JsonObject o -> throw cannotNegate(value);
        };
    }

    private static JqException cannotNegate(JsonValue value) {
        return JqException.error(Types.describe(value) + " cannot be negated");
    }

    static boolean compare(Meter meter, Operator operator, JsonValue left, JsonValue right) {
        if (left instanceof JsonString a && right instanceof JsonString b) {
            meter.steps(Math.min(a.value().length(), b.value().length()) >> 10);
            if (operator == Operator.EQUAL) {
                return a.value().equals(b.value());
            }
            if (operator == Operator.NOT_EQUAL) {
                return !a.value().equals(b.value());
            }
        }
        boolean equality = operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
        int order = Ordering.compare(meter, left, right, equality ? Ordering.TOO_DEEP_TO_BE_EQUAL : Ordering.TOO_DEEP);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case ALTERNATIVE, AND, OR, ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                throw new IllegalArgumentException(operator.symbol());
        };
    }

    static JsonValue add(Meter meter, JsonValue left, JsonValue right) {
        if (left instanceof JsonInteger a && right instanceof JsonInteger b) {
            long sum = a.value() + b.value();
            return ((a.value() ^ sum) & (b.value() ^ sum)) < 0
                    ? JsonNumber.of(integer(a).add(integer(b)))
                    : JsonInteger.of(sum);
        }
        if (left == JsonNull.NULL) {
            return right;
        }
        if (right == JsonNull.NULL) {
            return left;
        }
        if (left instanceof JsonSecret || right instanceof JsonSecret) {
            return Secrets.concat(List.of(left, right));
        }
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            return a.isInteger() && b.isInteger()
                    ? exact(integer(a).add(integer(b)))
                    : JsonNumber.of(a.doubleValue() + b.doubleValue());
        }
        if (left instanceof JsonString a && right instanceof JsonString b) {
            meter.bytes(a.weight() + b.weight());
            meter.text((long) a.value().length() + b.value().length());
            return JsonString.of(a.value().concat(b.value()));
        }
        if (left instanceof JsonArray a && right instanceof JsonArray b) {
            meter.weight(a.weight() + b.weight());
            long copied = b.size() <= 32 ? b.size() * 160L : (a.size() + (long) b.size()) * 8;
            meter.bytes(copied + 64);
            meter.steps(b.size() / 16 + 1L);
            return b.size() <= 32 ? a.concat(b) : Lists.concat(meter, a, b);
        }
        if (left instanceof JsonObject a && right instanceof JsonObject b) {
            meter.weight(a.weight() + b.weight());
            meter.bytes(b.size() * 200L + 64);
            return Objects.merge(meter, a, b);
        }
        throw mismatch(left, right, "added");
    }

    static JqException mismatch(JsonValue left, JsonValue right, String done) {
        return JqException.error(Types.describe(left) + " and " + Types.describe(right) + " cannot be " + done);
    }

    static JsonValue arithmetic(Meter meter, Operator operator, JsonValue left, JsonValue right) {
        if (left instanceof JsonSecret || right instanceof JsonSecret) {
            throw Types.secret();
        }
        return switch (operator) {
            case SUBTRACT -> subtract(meter, left, right);
            case MULTIPLY -> multiply(meter, left, right);
            case DIVIDE -> divide(meter, left, right);
            case REMAINDER -> remainder(left, right);
            case ADD, ALTERNATIVE, AND, OR, EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                throw new IllegalArgumentException(operator.symbol());
        };
    }

    private static JsonValue subtract(Meter meter, JsonValue left, JsonValue right) {
        if (left instanceof JsonInteger a && right instanceof JsonInteger b) {
            long difference = a.value() - b.value();
            return ((a.value() ^ b.value()) & (a.value() ^ difference)) < 0
                    ? JsonNumber.of(integer(a).subtract(integer(b)))
                    : JsonInteger.of(difference);
        }
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            return a.isInteger() && b.isInteger()
                    ? exact(integer(a).subtract(integer(b)))
                    : JsonNumber.of(a.doubleValue() - b.doubleValue());
        }
        if (left instanceof JsonArray a && right instanceof JsonArray b) {
            meter.bytes(a.size() * 16L + 64);
            JsonArray.Builder kept = new JsonArray.Builder();
            for (JsonValue element : a) {
                boolean found = false;
                for (int i = 0; i < b.size() && !found; i++) {
                    meter.step();
                    found = Ordering.equal(meter, element, b.get(i));
                }
                if (!found) {
                    kept.add(element);
                }
            }
            return kept.build();
        }
        throw mismatch(left, right, "subtracted");
    }

    private static JsonValue multiply(Meter meter, JsonValue left, JsonValue right) {
        if (left instanceof JsonInteger a && right instanceof JsonInteger b) {
            long high = Math.multiplyHigh(a.value(), b.value());
            long low = a.value() * b.value();
            if ((high == 0 && low >= 0) || (high == -1 && low < 0)) {
                return JsonInteger.of(low);
            }
            return JsonNumber.of(integer(a).multiply(integer(b)));
        }
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            return a.isInteger() && b.isInteger()
                    ? exact(integer(a).multiply(integer(b)))
                    : JsonNumber.of(a.doubleValue() * b.doubleValue());
        }
        if (left instanceof JsonString a && right instanceof JsonNumber b) {
            return repeat(meter, a, b.doubleValue());
        }
        if (left instanceof JsonNumber a && right instanceof JsonString b) {
            return repeat(meter, b, a.doubleValue());
        }
        if (left instanceof JsonObject a && right instanceof JsonObject b) {
            return Objects.mergeDeep(meter, a, b);
        }
        throw mismatch(left, right, "multiplied");
    }

    private static JsonValue repeat(Meter meter, JsonString text, double times) {
        if (!(times >= 0)) {
            return JsonNull.NULL;
        }
        double length = text.value().length() * Math.floor(times);
        if (length > Integer.MAX_VALUE) {
            throw JqException.error("Repeat string result too long");
        }
        meter.text((long) length);
        meter.bytes((long) length + 2);
        return text.value().isEmpty() ? text : JsonString.of(text.value().repeat((int) times));
    }

    private static JsonValue divide(Meter meter, JsonValue left, JsonValue right) {
        if (left instanceof JsonNumber a && right instanceof JsonNumber b) {
            if (b.doubleValue() == 0) {
                throw mismatch(left, right, "divided because the divisor is zero");
            }
            if (a instanceof JsonInteger x && b instanceof JsonInteger y && x.value() != Long.MIN_VALUE) {
                long quotient = x.value() / y.value();
                return quotient * y.value() == x.value()
                        ? JsonInteger.of(quotient)
                        : JsonNumber.of((double) x.value() / y.value());
            }
            if (a.isInteger() && b.isInteger()) {
                BigInteger[] parts = integer(a).divideAndRemainder(integer(b));
                return parts[1].signum() == 0 ? exact(parts[0]) : JsonNumber.of(a.doubleValue() / b.doubleValue());
            }
            return JsonNumber.of(a.doubleValue() / b.doubleValue());
        }
        if (left instanceof JsonString a && right instanceof JsonString b) {
            return Strings.split(meter, a, b);
        }
        throw mismatch(left, right, "divided");
    }

    private static JsonValue remainder(JsonValue left, JsonValue right) {
        if (!(left instanceof JsonNumber a) || !(right instanceof JsonNumber b)) {
            throw mismatch(left, right, "divided (remainder)");
        }
        if (Double.isNaN(a.doubleValue()) || Double.isNaN(b.doubleValue())) {
            return JsonNumber.of(Double.NaN);
        }
        if (isLarge(a) || isLarge(b)) {
            BigInteger divisor = truncated(b).abs();
            if (divisor.signum() != 0) {
                return exact(truncated(a).remainder(divisor));
            }
        }
        long divisor = b instanceof JsonInteger n ? n.value() : (long) b.doubleValue();
        if (divisor == 0) {
            throw mismatch(left, right, "divided (remainder) because the divisor is zero");
        }
        long dividend = a instanceof JsonInteger n ? n.value() : (long) a.doubleValue();
        long result = divisor == Long.MIN_VALUE || divisor == -1 ? dividend % -Long.MAX_VALUE : dividend % divisor;
        return JsonInteger.of(divisor == -1 ? 0 : result);
    }

    /** Whether a number is finite and too large for 64 bits. */
    private static boolean isLarge(JsonNumber number) {
        double size = Math.abs(number.doubleValue());
        return number instanceof JsonBigInteger || (size >= 0x1p63 && size <= Double.MAX_VALUE);
    }

    private static BigInteger truncated(JsonNumber number) {
        return switch (number) {
            case JsonInteger n -> BigInteger.valueOf(n.value());
            case JsonBigInteger n -> n.value();
            case JsonDouble n when isLarge(n) -> new BigDecimal(n.value()).toBigInteger();
            case JsonDouble n -> BigInteger.valueOf((long) n.value());
        };
    }

    private static BigInteger integer(JsonNumber number) {
        return switch (number) {
            case JsonInteger n -> BigInteger.valueOf(n.value());
            case JsonBigInteger n -> n.value();
            case JsonDouble n -> throw new IllegalArgumentException(n.text());
        };
    }

    /** The number for an integer, or the nearest double if it has too many bits. */
    static JsonNumber exact(BigInteger value) {
        return value.bitLength() > MAX_BITS ? JsonNumber.of(value.doubleValue()) : JsonNumber.of(value);
    }
}
