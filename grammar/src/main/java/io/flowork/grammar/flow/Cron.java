package io.flowork.grammar.flow;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Cron expressions of five fields, known to be well-formed. */
final class Cron {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int[] DAYS = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private Cron() {}

    /**
     * Whether no date ever matches, such as a 30th of February. A day of the week that is given as well lets it match: by
     * custom one of the two is enough.
     */
    static boolean neverMatches(String text) {
        String[] fields = text.strip().split("\\s+", -1);
        boolean everyDayOfWeek = fields[4].startsWith("*") || fields[4].equals("?");
        if (!everyDayOfWeek) {
            return false;
        }
        BitSet days = values(fields[2], 31);
        BitSet months = values(fields[3], 12);
        int first = days.nextSetBit(1);
        for (int month = months.nextSetBit(1); month > 0; month = months.nextSetBit(month + 1)) {
            if (first <= DAYS[month - 1]) {
                return false;
            }
        }
        return true;
    }

    private static BitSet values(String field, int most) {
        BitSet values = new BitSet(most + 1);
        for (String part : field.split(",", -1)) {
            int slash = part.indexOf('/');
            String range = slash < 0 ? part : part.substring(0, slash);
            int step = slash < 0 ? 1 : Integer.parseInt(part.substring(slash + 1));
            int dash = range.indexOf('-');
            boolean all = range.equals("*") || range.equals("?");
            int from = all ? 1 : number(dash < 0 ? range : range.substring(0, dash));
            int to = all || (dash < 0 && slash >= 0) ? most : dash < 0 ? from : number(range.substring(dash + 1));
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
        return values;
    }

    private static int number(String text) {
        int month = MONTHS.indexOf(text.toLowerCase(Locale.ROOT));
        return month >= 0 ? month + 1 : Integer.parseInt(text);
    }
}
