package io.flowork.host.terminal;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Locale;

/** Durations and points in time as people read them. */
public final class Times {
    private Times() {}

    /** A duration in milliseconds with a fitting unit: {@code 12 ms}, {@code 3.4 s}, {@code 2 min 5 s}, {@code 3 h 20 min}. */
    public static String duration(long millis) {
        if (millis < 1_000) {
            return Math.max(0, millis) + " ms";
        }
        if (millis < 60_000) {
            return tenths(millis) + " s";
        }
        long seconds = (millis + 500) / 1_000;
        if (seconds < 3_600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        long minutes = seconds / 60;
        return minutes < 1_440
                ? minutes / 60 + " h " + minutes % 60 + " min"
                : minutes / 1_440 + " d " + minutes / 60 % 24 + " h";
    }

    private static String tenths(long millis) {
        long tenths = Math.min(599, (millis + 50) / 100);
        return tenths / 10 + "." + tenths % 10;
    }

    /** A count with thousands apart: {@code 1,000}. */
    public static String count(long number) {
        String digits = Long.toString(number);
        StringBuilder out = new StringBuilder(digits);
        for (int at = digits.length() - 3; at > (number < 0 ? 1 : 0); at -= 3) {
            out.insert(at, ',');
        }
        return out.toString();
    }

    /** A time in milliseconds since 1970 as the local date and time, to the second. */
    public static String local(long millis) {
        LocalDateTime at = LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneId.systemDefault());
        return String.format(Locale.ROOT, "%tF %<tT", at);
    }

    /** A time in milliseconds since 1970 as RFC 3339 in UTC, to the millisecond. */
    public static String utc(long millis) {
        StringBuilder out = new StringBuilder(
                Instant.ofEpochMilli(millis - Math.floorMod(millis, 1_000)).toString());
        int ms = (int) Math.floorMod(millis, 1_000L);
        out.insert(
                out.length() - 1, "." + (char) ('0' + ms / 100) + (char) ('0' + ms / 10 % 10) + (char) ('0' + ms % 10));
        return out.toString();
    }
}
