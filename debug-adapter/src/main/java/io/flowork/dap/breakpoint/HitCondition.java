package io.flowork.dap.breakpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which hits of a breakpoint count: {@code 5} is the fifth one, {@code >= 3} the third one and all after it, {@code % 2}
 * every second one. Hits are counted from the beginning of the run, so a hit has the same number forwards and backwards.
 *
 * @param operator {@code =}, {@code <}, {@code <=}, {@code >}, {@code >=} or {@code %}
 * @param number what it is compared with, from 1
 */
public record HitCondition(String operator, long number) {
    private static final Pattern FORM = Pattern.compile("\\s*(==?|<=?|>=?|%)?\\s*([0-9]{1,18})\\s*");

    /** Reads a condition. */
    public static HitCondition parse(String text) throws UnusableBreakpointException {
        Matcher read = FORM.matcher(text);
        if (!read.matches()) {
            throw new UnusableBreakpointException("The hit condition '" + text
                    + "' is none; write a number such as 5, or one after an operator, such as >= 3 or % 2");
        }
        String operator = read.group(1) == null || read.group(1).equals("==") ? "=" : read.group(1);
        long number = Long.parseLong(read.group(2));
        if (number == 0 && operator.equals("%")) {
            throw new UnusableBreakpointException(
                    "The hit condition '" + text + "' never holds; nothing is a multiple of 0");
        }
        return new HitCondition(operator, number);
    }

    /** Whether a hit counts, by its number from 1. */
    public boolean holds(long hit) {
        return switch (operator) {
            case "<" -> hit < number;
            case "<=" -> hit <= number;
            case ">" -> hit > number;
            case ">=" -> hit >= number;
            case "%" -> hit % number == 0;
            default -> hit == number;
        };
    }
}
