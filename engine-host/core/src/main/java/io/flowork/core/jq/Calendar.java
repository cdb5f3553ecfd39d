package io.flowork.core.jq;

/** The Gregorian calendar, for all years before and after its introduction. Days are counted from 1970-01-01. */
final class Calendar {
    /** The days of 400 years. */
    private static final long ERA = 146_097;

    /** From 0000-03-01 to 1970-01-01. */
    private static final long EPOCH = 719_468;

    private static final int[] BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

    private Calendar() {}

    static boolean isLeap(long year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** The days of a year before a month, from 0 to 12. */
    static int before(long year, int month) {
        return BEFORE_MONTH[month] + (month > 1 && isLeap(year) ? 1 : 0);
    }

    /** The day's number; the day of the month may be any number. */
    static long days(long year, int month, long day) {
        // counted from March, so that a leap day is a year's last
        long y = month < 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        long ofEra = Math.floorMod(y, 400);
        long ofYear = (153L * ((month + 10) % 12) + 2) / 5 + day - 1;
        return era * ERA + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - EPOCH;
    }

    /** A day's year, month from 0, and day of the month. */
    static long[] date(long days) {
        long shifted = days + EPOCH;
        long era = Math.floorDiv(shifted, ERA);
        long ofEra = Math.floorMod(shifted, ERA);
        long yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146_096) / 365;
        long ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long month = (5 * ofYear + 2) / 153;
        long day = ofYear - (153 * month + 2) / 5 + 1;
        long year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0);
        return new long[] {year, (month + 2) % 12, day};
    }

    /** From 0, which is Sunday. */
    static int weekday(long days) {
        return Math.floorMod(days + 4, 7);
    }
}
