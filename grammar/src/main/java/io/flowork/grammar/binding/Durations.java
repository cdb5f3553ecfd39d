package io.flowork.grammar.binding;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lengths of time as texts. */
public final class Durations {
    private static final String DATE_UNITS = "YMWD";
    private static final long[] DATE_MILLIS = {365 * 86_400_000L, 30 * 86_400_000L, 7 * 86_400_000L, 86_400_000L};
    private static final String TIME_UNITS = "HMS";
    private static final long[] TIME_MILLIS = {3_600_000L, 60_000L, 1000L};
    private static final int LONGEST = 200;
    private static final BigDecimal LONGEST_MILLIS = BigDecimal.valueOf(Long.MAX_VALUE);

    private Durations() {}

    /** The milliseconds of an ISO 8601 duration, rounded half up and limited to a long; -1 when it is none. */
    public static long iso(String text) {
        if (text.length() < 3 || text.length() > LONGEST || text.charAt(0) != 'P') {
            return -1;
        }
        int time = text.indexOf('T');
        long date = parts(text.substring(1, time < 0 ? text.length() : time), DATE_UNITS, DATE_MILLIS);
        long clock = time < 0 ? 0 : parts(text.substring(time + 1), TIME_UNITS, TIME_MILLIS);
        boolean empty = time == text.length() - 1 || (time < 0 && text.length() == 1);
        return date < 0 || clock < 0 || empty ? -1 : plus(date, clock);
    }

    private static long parts(String text, String units, long[] millis) {
        long sum = 0;
        int unit = 0;
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            if (at == start || at == text.length()) {
                return -1;
            }
            int found = units.indexOf(text.charAt(at), unit);
            long part = found < 0 ? -1 : amount(text.substring(start, at), millis[found]);
            if (part < 0) {
                return -1;
            }
            sum = plus(sum, part);
            unit = found + 1;
            at++;
        }
        return sum;
    }

    private static long amount(String number, long millis) {
        int dot = number.indexOf('.');
        if (dot == 0 || dot == number.length() - 1 || dot != number.lastIndexOf('.')) {
            return -1;
        }
        for (int i = 0; i < number.length(); i++) {
            if (number.charAt(i) > '9') {
                return -1;
            }
        }
        BigDecimal exact =
                new BigDecimal(number).multiply(BigDecimal.valueOf(millis)).setScale(0, RoundingMode.HALF_UP);
        return exact.compareTo(LONGEST_MILLIS) > 0 ? Long.MAX_VALUE : exact.longValueExact();
    }

    /** A sum limited to a long. */
    static long plus(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** The ISO 8601 duration that a text such as {@code 5s} or {@code 10 min} means; null when it means none. */
    static @Nullable String meant(String text) {
        String plain = text.strip();
        String upper = plain.toUpperCase(Locale.ROOT);
        if (iso(upper) >= 0) {
            return upper;
        }
        String timed = upper.startsWith("P") && upper.indexOf('T') < 0 ? "PT" + upper.substring(1) : "";
        if (iso(timed) >= 0) {
            return timed;
        }
        int at = 0;
        while (at < plain.length() && at < 9 && plain.charAt(at) >= '0' && plain.charAt(at) <= '9') {
            at++;
        }
        if (at == 0) {
            return null;
        }
        String number = plain.substring(0, at);
        return switch (plain.substring(at).strip().toLowerCase(Locale.ROOT)) {
            case "ms", "millis", "milliseconds" ->
                "PT"
                        + BigDecimal.valueOf(Long.parseLong(number), 3)
                                .stripTrailingZeros()
                                .toPlainString() + "S";
            case "", "s", "sec", "secs", "second", "seconds" -> "PT" + number + "S";
            case "m", "min", "mins", "minute", "minutes" -> "PT" + number + "M";
            case "h", "hour", "hours" -> "PT" + number + "H";
            case "d", "day", "days" -> "P" + number + "D";
            default -> null;
        };
    }
}
