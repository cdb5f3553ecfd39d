package io.flowork.grammar.workflow;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * A cron expression of five fields (minute, hour, day of the month, month, day of the week), known to be well-formed.
 *
 * <p>By custom a day matches when one of its two fields does, unless one of them is {@code *}. Times are those of UTC,
 * which has no hour that is missing or comes twice.
 */
public final class Cron {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final List<String> WEEKDAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final int MINUTES = 60;
    private static final int HOURS = 24;
    private static final int WEEK = 7;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long DAY_MILLIS = 86_400_000;

    /** A 29th of February is eight years after another at most, as around 2100. */
    private static final int DAYS_TO_LOOK = 366 * 8 + 1;

    private final BitSet minutes;
    private final BitSet hours;
    private final BitSet days;
    private final BitSet months;
    private final BitSet weekdays;
    private final boolean everyDay;
    private final boolean everyWeekday;

    private Cron(String[] fields) {
        this.minutes = values(fields[0], 0, MINUTES - 1, List.of(), 0);
        this.hours = values(fields[1], 0, HOURS - 1, List.of(), 0);
        this.days = values(fields[2], 1, DAYS[0], List.of(), 0);
        this.months = values(fields[3], 1, DAYS.length, MONTHS, 1);
        this.weekdays = values(fields[4], 0, WEEK, WEEKDAYS, 0);
        if (weekdays.get(WEEK)) {
            weekdays.set(0);
        }
        this.everyDay = isEvery(fields[2]);
        this.everyWeekday = isEvery(fields[4]);
    }

    /** Reads an expression that the checks of workflows found no fault with. */
    public static Cron of(String text) {
        return new Cron(text.strip().split("\\s+", -1));
    }

    private static boolean isEvery(String field) {
        return field.startsWith("*") || field.equals("?");
    }

    /**
     * Whether no date ever matches, such as a 30th of February. A day of the week that is given as well lets it match: by
     * custom one of the two is enough.
     */
    public boolean neverMatches() {
        if (!everyWeekday) {
            return false;
        }
        int first = days.nextSetBit(1);
        for (int month = months.nextSetBit(1); month > 0; month = months.nextSetBit(month + 1)) {
            if (first <= DAYS[month - 1]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The first time that matches after another one.
     *
     * @param after milliseconds since 1970-01-01 UTC
     * @return the same, a whole minute; empty when no date ever matches
     */
    public OptionalLong next(long after) {
        long from = Math.floorDiv(after, MINUTE_MILLIS) * MINUTE_MILLIS + MINUTE_MILLIS;
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(from), ZoneOffset.UTC);
        int minute = (int) (Math.floorMod(from, DAY_MILLIS) / MINUTE_MILLIS);
        for (int i = 0; i < DAYS_TO_LOOK; i++) {
            int found = matches(date) ? timeOfDay(minute) : -1;
            if (found >= 0) {
                return OptionalLong.of(date.toEpochDay() * DAY_MILLIS + found * MINUTE_MILLIS);
            }
            date = date.plusDays(1);
            minute = 0;
        }
        return OptionalLong.empty();
    }

    private boolean matches(LocalDate date) {
        if (!months.get(date.getMonthValue())) {
            return false;
        }
        boolean day = days.get(date.getDayOfMonth());
        boolean weekday = weekdays.get(date.getDayOfWeek().getValue() % WEEK);
        return (everyDay || everyWeekday) ? (day && weekday) : (day || weekday);
    }

    /** The first matching minute of a day, from one on; -1 when there is none. */
    private int timeOfDay(int from) {
        int start = from % MINUTES;
        for (int hour = hours.nextSetBit(from / MINUTES); hour >= 0; hour = hours.nextSetBit(hour + 1)) {
            int minute = minutes.nextSetBit(hour == from / MINUTES ? start : 0);
            if (minute >= 0) {
                return hour * MINUTES + minute;
            }
        }
        return -1;
    }

    private static BitSet values(String field, int least, int most, List<String> names, int first) {
        BitSet values = new BitSet(most + 1);
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            int dash = range.indexOf('-');
            boolean all = range.equals("*") || range.equals("?");
            int from = all ? least : number(dash < 0 ? range : range.substring(0, dash), names, first);
            int to = all || (dash < 0 && slash >= 0)
                    ? most
                    : dash < 0 ? from : number(range.substring(dash + 1), names, first);
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String text, List<String> names, int first) {
        int named = names.indexOf(text.toLowerCase(Locale.ROOT));
        return named >= 0 ? named + first : Integer.parseInt(text);
    }
}
