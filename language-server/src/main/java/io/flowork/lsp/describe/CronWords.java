package io.flowork.lsp.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntFunction;

/** Cron expressions of five fields in words: {@code 0 9 * * 1-5} is at 09:00 on Monday to Friday. */
public final class CronWords {
    private static final List<String> MONTHS = List.of(
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
            "December");
    private static final List<String> DAYS =
            List.of("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday");

    /** The most times of a day that are written out. */
    private static final int MOST_TIMES = 6;

    private final CronField minutes;
    private final CronField hours;
    private final CronField days;
    private final CronField months;
    private final CronField weekdays;

    private CronWords(CronField minutes, CronField hours, CronField days, CronField months, CronField weekdays) {
        this.minutes = minutes;
        this.hours = hours;
        this.days = days;
        this.months = months;
        this.weekdays = weekdays;
    }

    /** The words for a cron expression; nothing if the text is none. */
    public static Optional<String> of(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        if (fields.length != 5) {
            return Optional.empty();
        }
        Optional<CronField> minutes = CronField.of(fields[0], 0, 59, List.of(), 0);
        Optional<CronField> hours = CronField.of(fields[1], 0, 23, List.of(), 0);
        Optional<CronField> days = CronField.of(fields[2], 1, 31, List.of(), 0);
        Optional<CronField> months = CronField.of(fields[3], 1, 12, MONTHS, 1);
        Optional<CronField> weekdays = CronField.of(fields[4], 0, 7, DAYS, 0);
        return minutes.isPresent()
                        && hours.isPresent()
                        && days.isPresent()
                        && months.isPresent()
                        && weekdays.isPresent()
                ? Optional.of(
                        new CronWords(minutes.get(), hours.get(), days.get(), months.get(), weekdays.get()).words())
                : Optional.empty();
    }

    private String words() {
        String inMonths = months.isEvery() ? "" : " in " + values(months, "month", month -> MONTHS.get(month - 1));
        String words = times() + onDays() + inMonths;
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1) + " (UTC)";
    }

    // --- the time of the day ---

    private String times() {
        List<Integer> minute = minutes.singles();
        List<Integer> hour = hours.singles();
        boolean listed = !minute.isEmpty() && !hour.isEmpty() && minute.size() * hour.size() <= MOST_TIMES;
        if (listed) {
            List<String> times = new ArrayList<>();
            for (int h : hour) {
                for (int m : minute) {
                    times.add(String.format(Locale.ROOT, "%02d:%02d", h, m));
                }
            }
            return "at " + Listing.and(times);
        }
        if (hours.isEvery()) {
            return ofEveryHour(minute);
        }
        int everyHours = hours.evenStep(24);
        String inHours = everyHours > 0
                ? "every " + everyHours + " hours"
                : listed(hours, "the hour ", "the hours ") + values(hours, "hour", Integer::toString);
        if (minute.size() == 1 && everyHours > 0) {
            return inHours + (minute.getFirst() == 0 ? ", on the hour" : ", at minute " + minute.getFirst());
        }
        if (minute.size() == 1) {
            return "at minute " + minute.getFirst() + " of " + inHours;
        }
        String minutesOnly = ofEveryHour(minute).replace(" of every hour", "");
        return minutesOnly + (everyHours > 0 ? " of one hour, " : " of ") + inHours;
    }

    private String ofEveryHour(List<Integer> minute) {
        if (minutes.isEvery()) {
            return "every minute";
        }
        int step = minutes.evenStep(60);
        if (step > 0) {
            return "every " + step + " minutes";
        }
        if (minute.equals(List.of(0))) {
            return "every hour, on the hour";
        }
        return listed(minutes, "at minute ", "at the minutes ")
                + values(minutes, "minute", Integer::toString)
                + " of every hour";
    }

    // --- the day ---

    private String onDays() {
        String day =
                " on " + listed(days, "day ", "the days ") + values(days, "day", Integer::toString) + " of the month";
        String weekday = " on " + values(weekdays, "day of the week", number -> DAYS.get(number % 7));
        if (days.isEvery() && weekdays.isEvery()) {
            boolean once = !minutes.singles().isEmpty() && !hours.singles().isEmpty();
            return once ? " every day" : "";
        }
        if (days.isEvery()) {
            return weekday;
        }
        if (weekdays.isEvery()) {
            return day;
        }
        boolean both = days.isStarred() || weekdays.isStarred();
        return both ? day + " if that is" + weekday : day + ", and" + weekday;
    }

    /** What stands before the values of a field: nothing where they begin with a word of their own. */
    private static String listed(CronField field, String one, String several) {
        CronField.Part first = field.parts().getFirst();
        boolean word = first.step() > 1 && !first.single();
        return word ? "" : field.singles().size() == 1 ? one : several;
    }

    /** The values of a field. */
    private static String values(CronField field, String unit, IntFunction<String> name) {
        List<String> words = new ArrayList<>();
        for (CronField.Part part : field.parts()) {
            String range =
                    part.single() ? name.apply(part.from()) : name.apply(part.from()) + " to " + name.apply(part.to());
            words.add(
                    part.step() == 1 || part.single()
                            ? range
                            : "every " + nth(part.step()) + " " + unit + " from " + range);
        }
        return Listing.and(words);
    }

    private static String nth(int number) {
        return switch (number) {
            case 2 -> "second";
            case 3 -> "third";
            case 21, 31, 41, 51 -> number + "st";
            case 22, 32, 42, 52 -> number + "nd";
            case 23, 33, 43, 53 -> number + "rd";
            default -> number + "th";
        };
    }
}
