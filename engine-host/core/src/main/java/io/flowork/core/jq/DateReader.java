package io.flowork.core.jq;

import io.flowork.core.jq.Dates.Parts;

/** Reads a time by a format of C's {@code strptime}, as GNU's does; what the text does not say stays unset. */
final class DateReader {
    private static final int NONE = -1;

    /** What jq says of a weekday and a day of the year that the text does not say or imply. */
    private static final int NO_WEEKDAY = 8;

    private static final int NO_YEARDAY = 367;

    private final String text;
    private int at;
    private long year = 1900;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int weekday = NO_WEEKDAY;
    private int yearday = NO_YEARDAY;
    private boolean hasMonth;
    private boolean hasDay;
    private boolean hasWeekday;
    private boolean hasYearday;
    private boolean twelve;
    private boolean afternoon;
    private boolean dated;
    private int century = NONE;
    private boolean yearOfCentury;
    private int week = NONE;
    private boolean mondays;

    DateReader(String text) {
        this.text = text;
    }

    /** Whether the text begins as the format says. */
    boolean read(String format) {
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (isBlank(c)) {
                blanks();
                continue;
            }
            if (c == '%' && i + 1 < format.length()) {
                i++;
                while (i + 1 < format.length() && "_-0^#EO".indexOf(format.charAt(i)) >= 0) {
                    i++;
                }
                if (!directive(format.charAt(i))) {
                    return false;
                }
                continue;
            }
            if (at == text.length() || text.charAt(at) != c) {
                return false;
            }
            at++;
        }
        return true;
    }

    /** Whether nothing, or something after a blank, is left. */
    boolean endsWell() {
        return at == text.length() || isBlank(text.charAt(at));
    }

    String rest() {
        return text.substring(at);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || (c >= 9 && c <= 13);
    }

    private void blanks() {
        while (at < text.length() && isBlank(text.charAt(at))) {
            at++;
        }
    }

    private boolean directive(char directive) {
        return switch (directive) {
            case '%' -> literal('%');
            case 'n', 't' -> {
                blanks();
                yield true;
            }
            case 'a', 'A' -> (weekday = name(DateWriter.DAYS)) != NONE && (hasWeekday = true);
            case 'b', 'B', 'h' -> (month = name(DateWriter.MONTHS)) != NONE && (hasMonth = true) && (dated = true);
            case 'c' -> read("%a %b %e %H:%M:%S %Y");
            case 'C' -> (century = number(0, 99, 2)) != NONE && (dated = true);
            case 'd', 'e' -> (day = number(1, 31, 2)) != NONE && (hasDay = true) && (dated = true);
            case 'D', 'x' -> read("%m/%d/%y");
            case 'F' -> read("%Y-%m-%d");
            case 'g' -> number(0, 99, 2) != NONE;
            case 'G' -> number(0, 9999, 4) != NONE;
            case 'H', 'k' -> {
                hour = number(0, 23, 2);
                twelve = false;
                yield hour != NONE;
            }
            case 'I', 'l' -> {
                hour = number(1, 12, 2);
                twelve = true;
                boolean found = hour != NONE;
                hour %= 12;
                yield found;
            }
            case 'j' -> {
                yearday = number(1, 366, 3) - 1;
                hasYearday = true;
                yield yearday >= 0;
            }
            case 'm' -> {
                month = number(1, 12, 2) - 1;
                hasMonth = true;
                dated = true;
                yield month >= 0;
            }
            case 'M' -> (minute = number(0, 59, 2)) != NONE;
            case 'p', 'P' -> half();
            case 'r' -> read("%I:%M:%S %p");
            case 'R' -> read("%H:%M");
            case 's' -> epoch();
            case 'S' -> (second = number(0, 61, 2)) != NONE;
            case 'T', 'X' -> read("%H:%M:%S");
            case 'u' -> {
                weekday = number(1, 7, 1);
                boolean found = weekday != NONE;
                weekday %= 7;
                hasWeekday = true;
                yield found;
            }
            case 'U', 'W' -> {
                week = number(0, 53, 2);
                mondays = directive == 'W';
                yield week != NONE;
            }
            case 'V' -> number(0, 53, 2) != NONE;
            case 'w' -> (weekday = number(0, 6, 1)) != NONE && (hasWeekday = true);
            case 'y' -> {
                int short2 = number(0, 99, 2);
                year = short2 >= 69 ? 1900 + short2 : 2000 + short2;
                yearOfCentury = true;
                dated = true;
                yield short2 != NONE;
            }
            case 'Y' -> {
                year = number(0, 9999, 4);
                yearOfCentury = false;
                century = NONE;
                dated = true;
                yield year != NONE;
            }
            case 'z' -> offset();
            case 'Z' -> zone();
            default -> false;
        };
    }

    private boolean literal(char c) {
        boolean found = at < text.length() && text.charAt(at) == c;
        at += found ? 1 : 0;
        return found;
    }

    /** A number of up to so many digits, after any blanks; -1 if there is none in the range. */
    private int number(int from, int to, int digits) {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        int value = 0;
        int read = 0;
        while (read < digits && at < text.length() && isDigit(text.charAt(at)) && value * 10 <= to) {
            value = value * 10 + text.charAt(at++) - '0';
            read++;
        }
        return read == 0 || value < from || value > to ? NONE : value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The index of a name, whole or its first three letters, in any case; -1 if none is here. */
    private int name(String[] names) {
        for (int length : new int[] {Integer.MAX_VALUE, 3}) {
            for (int i = 0; i < names.length; i++) {
                int characters = Math.min(length, names[i].length());
                if (text.regionMatches(true, at, names[i], 0, characters)) {
                    at += characters;
                    return i;
                }
            }
        }
        return NONE;
    }

    private boolean half() {
        boolean am = text.regionMatches(true, at, "AM", 0, 2);
        afternoon = text.regionMatches(true, at, "PM", 0, 2);
        at += am || afternoon ? 2 : 0;
        return am || afternoon;
    }

    private boolean epoch() {
        int from = at;
        long seconds = 0;
        while (at < text.length() && isDigit(text.charAt(at)) && at - from < 15) {
            seconds = seconds * 10 + text.charAt(at++) - '0';
        }
        Parts parts = Parts.of(seconds);
        year = parts.year();
        month = parts.month();
        day = parts.day();
        hour = parts.hour();
        minute = parts.minute();
        second = parts.second();
        weekday = parts.weekday();
        yearday = parts.yearday();
        return at > from;
    }

    /** An offset is read, but changes nothing, as in C. */
    private boolean offset() {
        blanks();
        if (literal('Z')) {
            return true;
        }
        if (!literal('+') && !literal('-')) {
            return false;
        }
        int digits = 0;
        while (digits < 4 && at < text.length() && isDigit(text.charAt(at))) {
            at++;
            digits++;
            if (digits == 2 && at + 1 < text.length() && text.charAt(at) == ':' && isDigit(text.charAt(at + 1))) {
                at++;
            }
        }
        return digits == 2 || digits == 4;
    }

    /** A zone's name is read, but changes nothing. */
    private boolean zone() {
        blanks();
        while (at < text.length() && !isBlank(text.charAt(at))) {
            at++;
        }
        return true;
    }

    /** What was read, and what follows from it. */
    Parts parts() {
        if (twelve && afternoon) {
            hour += 12;
        }
        if (century != NONE) {
            year = century * 100L + (yearOfCentury ? year % 100 : 0);
        }
        if (dated && !hasWeekday) {
            if (!(hasMonth && hasDay) && hasYearday) {
                fromYearday();
            }
            weekday = Calendar.weekday(Calendar.days(year, month, day));
        }
        if (dated && !hasYearday) {
            yearday = Calendar.before(year, month) + day - 1;
        }
        if (week != NONE && hasWeekday) {
            fromWeek();
        }
        if (day != 0 && weekday == NO_WEEKDAY) {
            weekday = Calendar.weekday(Calendar.days(year, month, day));
        }
        if (day != 0 && yearday == NO_YEARDAY) {
            yearday = Calendar.before(year, month) + day - 1;
        }
        return new Parts(year, month, day, hour, minute, second, weekday, yearday);
    }

    private void fromYearday() {
        int found = 0;
        while (found < 12 && Calendar.before(year, found) <= yearday) {
            found++;
        }
        if (!hasMonth) {
            month = found - 1;
        }
        if (!hasDay) {
            day = yearday - Calendar.before(year, Math.max(0, found - 1)) + 1;
        }
    }

    private void fromWeek() {
        int first = mondays ? 1 : 0;
        int january = Calendar.weekday(Calendar.days(year, 0, 1));
        if (!hasYearday) {
            yearday = (7 - (january - first)) % 7 + (week - 1) * 7 + (weekday - first + 7) % 7;
        }
        if (!hasDay || !hasMonth) {
            fromYearday();
        }
    }
}
