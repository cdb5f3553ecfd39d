package io.flowork.core.jq;

import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/** Reads numbers as {@code tonumber} and {@code fromjson} do. */
final class Numbers {
    private static final int MAX_INTEGER_DIGITS = 308;

    /** A longer text is no number: reading it could not be stopped. */
    private static final int MAX_LENGTH = 100_000;

    private Numbers() {}

    static JsonValue parse(JsonValue input) {
        if (input instanceof JsonNumber) {
            return input;
        }
        if (input instanceof JsonString text && isNumber(text.value())) {
            return of(text.value());
        }
        if (input instanceof JsonString text
                && (text.value().equals("nan") || text.value().equals("-nan"))) {
            return JsonNumber.of(Double.NaN);
        }
        throw JqException.error(Types.describe(input) + " cannot be parsed as a number");
    }

    /** Whether a text is a number of jq: digits with an optional sign, fraction and exponent. */
    static boolean isNumber(String text) {
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
        int digits = 0;
        int length = text.length();
        while (at < length && isDigit(text.charAt(at))) {
            at++;
            digits++;
        }
        if (at < length && text.charAt(at) == '.') {
            at++;
            while (at < length && isDigit(text.charAt(at))) {
                at++;
                digits++;
            }
        }
        if (digits > 0 && at < length && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < length && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int exponent = at;
            while (at < length && isDigit(text.charAt(at))) {
                at++;
            }
            if (at == exponent) {
                return false;
            }
        }
        return digits > 0 && at == length;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static JsonNumber of(String text) {
        if (text.startsWith("+")) {
            return of(text.substring(1));
        }
        boolean integer = text.chars().allMatch(c -> c == '-' || isDigit((char) c));
        if (!integer || text.length() > MAX_INTEGER_DIGITS) {
            return JsonNumber.of(Double.parseDouble(text));
        }
        return JsonNumber.parse(text);
    }
}
