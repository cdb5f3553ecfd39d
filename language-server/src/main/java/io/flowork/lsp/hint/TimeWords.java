package io.flowork.lsp.hint;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times in words. */
public final class TimeWords {
    private static final List<String> UNITS = List.of("d", "h", "min", "s", "ms");
    private static final long[] MILLIS = {86_400_000, 3_600_000, 60_000, 1_000, 1};
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE d MMM uuuu, HH:mm 'UTC'", Locale.ENGLISH);

    private TimeWords() {}

    /** How long something takes, such as {@code 1 h 30 min}, of milliseconds. */
    public static String duration(long millis) {
        List<String> parts = new ArrayList<>();
        long left = millis;
        for (int i = 0; i < MILLIS.length; i++) {
            if (left >= MILLIS[i]) {
                parts.add(left / MILLIS[i] + " " + UNITS.get(i));
                left %= MILLIS[i];
            }
        }
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    /** A time such as {@code Mon 23 Nov 2026, 09:00 UTC}, of milliseconds since 1970-01-01 UTC. */
    public static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC));
    }
}
