package io.flowork.grammar.yaml;

import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.math.BigInteger;

/** What a plain scalar stands for: YAML 1.2.2, section 10.3, core schema. */
final class CoreSchema {
    /** Longer numbers are read as doubles: exact ones of that size cost more than their length. */
    private static final int MAX_DIGITS = 1000;

    private CoreSchema() {}

    static JsonValue resolve(String text) {
        if (text.isEmpty()) {
            return JsonNull.NULL;
        }
        return switch (text.charAt(0)) {
            case '~', 'n', 'N' -> isNull(text) ? JsonNull.NULL : JsonString.of(text);
            case 't', 'T' -> isTrue(text) ? JsonBoolean.TRUE : JsonString.of(text);
            case 'f', 'F' -> isFalse(text) ? JsonBoolean.FALSE : JsonString.of(text);
            case '+', '-', '.', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(text);
            default -> JsonString.of(text);
        };
    }

    private static boolean isNull(String text) {
        return text.equals("~") || text.equals("null") || text.equals("Null") || text.equals("NULL");
    }

    private static boolean isTrue(String text) {
        return text.equals("true") || text.equals("True") || text.equals("TRUE");
    }

    private static boolean isFalse(String text) {
        return text.equals("false") || text.equals("False") || text.equals("FALSE");
    }

    private static JsonValue number(String text) {
        if (text.startsWith("0x") || text.startsWith("0o")) {
            int radix = text.charAt(1) == 'x' ? 16 : 8;
            boolean digits = text.length() > 2 && text.length() < 1000;
            for (int i = 2; i < text.length() && digits; i++) {
                digits = text.charAt(i) < 128 && Character.digit(text.charAt(i), radix) >= 0;
            }
            return digits ? JsonNumber.of(new BigInteger(text.substring(2), radix)) : JsonString.of(text);
        }
        int at = text.charAt(0) == '+' || text.charAt(0) == '-' ? 1 : 0;
        String unsigned = text.substring(at);
        if (unsigned.equals(".inf") || unsigned.equals(".Inf") || unsigned.equals(".INF")) {
            return JsonNumber.of(text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        if (text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN")) {
            return JsonNumber.of(Double.NaN);
        }
        if (!decimal(unsigned)) {
            return JsonString.of(text);
        }
        return text.length() > MAX_DIGITS
                ? JsonNumber.of(Double.parseDouble(text))
                : JsonNumber.parse(text.charAt(0) == '+' ? unsigned : text);
    }

    /** Whether a text is {@code digits? ('.' digits?)? ([eE][-+]?digits)?} with a digit before the exponent. */
    private static boolean decimal(String text) {
        int at = digits(text, 0);
        int seen = at;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = digits(text, at + 1);
            seen += end - at - 1;
            at = end;
        }
        if (seen == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int end = digits(text, at);
            if (end == at) {
                return false;
            }
            at = end;
        }
        return at == text.length();
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
