package io.flowork.core.jq;

import io.flowork.core.jq.Dates.Parts;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes a time by a format of C's {@code strftime}, with the flags and widths of GNU's. */
final class DateWriter {
    static final String[] DAYS = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    static final String[] MONTHS = {
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December"
    };

    /** A text may be longer than its format by this much. */
    private static final int ROOM = 100;

    private final Parts time;
    private final StringBuilder out = new StringBuilder();

    private DateWriter(Parts time) {
        this.time = time;
    }

    /** A time in a format; null if the text gets too long, as it does in jq. */
    static @Nullable String write(Parts time, String format) {
        DateWriter writer = new DateWriter(time);
        writer.all(format);
        return writer.out.length() >= format.length() + ROOM ? null : writer.out.toString();
    }

    private void all(String format) {
        int at = 0;
        while (at < format.length()) {
            char c = format.charAt(at++);
            if (c == '%') {
                at = directive(format, at);
            } else {
                out.append(c);
            }
        }
    }

    /** After a percent sign: writes what it asks for and returns the place after it. */
    private int directive(String format, int from) {
        int at = from;
        char padding = 0;
        boolean upper = false;
        boolean swap = false;
        while (at < format.length() && "_-0^#".indexOf(format.charAt(at)) >= 0) {
            char flag = format.charAt(at++);
            upper |= flag == '^';
            swap |= flag == '#';
            padding = flag == '^' || flag == '#' ? padding : flag;
        }
        int width = 0;
        while (at < format.length() && Character.digit(format.charAt(at), 10) >= 0 && format.charAt(at) < 128) {
            width = Math.min(width * 10 + format.charAt(at++) - '0', 1 << 20);
        }
        if (at < format.length() && (format.charAt(at) == 'E' || format.charAt(at) == 'O')) {
            at++;
        }
        if (at == format.length()) {
            out.append('%').append(format, from, at);
            return at;
        }
        char directive = format.charAt(at++);
        String text = text(directive);
        if (text == null) {
            long[] number = number(directive);
            if (number.length == 0) {
                out.append('%').append(format, from, at);
            } else {
                number(number[0], (int) number[1], number[2] == ' ' ? '_' : '0', padding, width);
            }
            return at;
        }
        if (swap) {
            text = directive == 'p' || directive == 'Z' ? text.toLowerCase(Locale.ROOT) : text.toUpperCase(Locale.ROOT);
        }
        int missing = Math.min(width - text.length(), ROOM * 2 + format.length());
        out.repeat(padding == '0' ? '0' : ' ', Math.max(0, missing));
        out.append(upper ? text.toUpperCase(Locale.ROOT) : text);
        return at;
    }

    private void number(long value, int digits, char usual, char given, int width) {
        char padding = given == 0 ? usual : given;
        String text = Long.toString(Math.abs(value));
        int length = width > 0 ? Math.min(width, 4 * ROOM) : digits;
        int missing = padding == '-' ? 0 : length - text.length() - (value < 0 ? 1 : 0);
        if (padding == '_') {
            out.repeat(' ', Math.max(0, missing));
        }
        out.append(value < 0 ? "-" : "");
        if (padding == '0') {
            out.repeat('0', Math.max(0, missing));
        }
        out.append(text);
    }

    /** What a directive writes that is text or made of others; null for numbers and unknown ones. */
    private @Nullable String text(char directive) {
        return switch (directive) {
            case 'a' -> DAYS[time.weekday()].substring(0, 3);
            case 'A' -> DAYS[time.weekday()];
            case 'b', 'h' -> MONTHS[time.month()].substring(0, 3);
            case 'B' -> MONTHS[time.month()];
            case 'c' -> part("%a %b %e %H:%M:%S %Y");
            case 'D', 'x' -> part("%m/%d/%y");
            case 'F' -> part("%Y-%m-%d");
            case 'r' -> part("%I:%M:%S %p");
            case 'R' -> part("%H:%M");
            case 'T', 'X' -> part("%H:%M:%S");
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'p' -> time.hour() < 12 ? "AM" : "PM";
            case 'P' -> time.hour() < 12 ? "am" : "pm";
            case 'z' -> "+0000";
            case 'Z' -> "UTC";
            case '%' -> "%";
            default -> null;
        };
    }

    private String part(String format) {
        DateWriter writer = new DateWriter(time);
        writer.all(format);
        return writer.out.toString();
    }

    /** A directive's number, how many digits it has at least, and what fills them; nothing for an unknown one. */
    private long[] number(char directive) {
        return switch (directive) {
            case 'C' -> zeros(Math.floorDiv(time.year(), 100), 2);
            case 'd' -> zeros(time.day(), 2);
            case 'e' -> blanks(time.day());
            case 'g' -> zeros(Math.floorMod(isoWeek()[0], 100), 2);
            case 'G' -> zeros(isoWeek()[0], 1);
            case 'H' -> zeros(time.hour(), 2);
            case 'I' -> zeros((time.hour() + 11) % 12 + 1, 2);
            case 'j' -> zeros(time.yearday() + 1, 3);
            case 'k' -> blanks(time.hour());
            case 'l' -> blanks((time.hour() + 11) % 12 + 1);
            case 'm' -> zeros(time.month() + 1, 2);
            case 'M' -> zeros(time.minute(), 2);
            case 's' -> zeros(time.seconds(), 1);
            case 'S' -> zeros(time.second(), 2);
            case 'u' -> zeros((time.weekday() + 6) % 7 + 1, 1);
            case 'U' -> zeros((time.yearday() + 7 - time.weekday()) / 7, 2);
            case 'V' -> zeros(isoWeek()[1], 2);
            case 'w' -> zeros(time.weekday(), 1);
            case 'W' -> zeros((time.yearday() + 7 - (time.weekday() + 6) % 7) / 7, 2);
            case 'y' -> zeros(Math.floorMod(time.year(), 100), 2);
            case 'Y' -> zeros(time.year(), 1);
            default -> new long[0];
        };
    }

    private static long[] zeros(long value, int digits) {
        return new long[] {value, digits, '0'};
    }

    private static long[] blanks(long value) {
        return new long[] {value, 2, ' '};
    }

    /** The year and week of ISO 8601: weeks begin on Monday, and the first has the year's first Thursday. */
    private long[] isoWeek() {
        int fromMonday = (time.weekday() + 6) % 7;
        long year = time.year();
        int thursday = time.yearday() - fromMonday + 3;
        if (thursday < 0) {
            year--;
            thursday += Calendar.isLeap(year) ? 366 : 365;
        } else if (thursday >= (Calendar.isLeap(year) ? 366 : 365)) {
            thursday -= Calendar.isLeap(year) ? 366 : 365;
            year++;
        }
        return new long[] {year, thursday / 7 + 1};
    }
}
