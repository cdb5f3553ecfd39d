package io.flowork.lsp.describe;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field of a cron expression as it is written.
 *
 * @param parts what is between its commas
 */
record CronField(List<Part> parts) {
    private static final Pattern PART =
            Pattern.compile("(\\*|\\?|[0-9a-z]{1,3})(?:-([0-9a-z]{1,3}))?(?:/([0-9]{1,2}))?", Pattern.CASE_INSENSITIVE);

    /** Copies the list. */
    CronField {
        parts = List.copyOf(parts);
    }

    /**
     * A part of a field.
     *
     * @param from its first value
     * @param to its last one
     * @param step how far its values are apart
     * @param all whether no values are given, as with a star
     */
    record Part(int from, int to, int step, boolean all) {
        boolean single() {
            return from == to;
        }
    }

    /**
     * Reads a field.
     *
     * @param names the names of values, the first of them for {@code first}
     */
    static Optional<CronField> of(String text, int least, int most, List<String> names, int first) {
        List<Part> parts = new ArrayList<>();
        for (String one : text.split(",", -1)) {
            Matcher matcher = PART.matcher(one);
            if (!matcher.matches()) {
                return Optional.empty();
            }
            boolean all = matcher.group(1).equals("*") || matcher.group(1).equals("?");
            int step = matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3));
            int from = all ? least : number(matcher.group(1), names, first);
            int to = matcher.group(2) != null
                    ? number(matcher.group(2), names, first)
                    : all || matcher.group(3) != null ? most : from;
            if (from < least || to > most || from > to || step < 1 || (all && matcher.group(2) != null)) {
                return Optional.empty();
            }
            parts.add(new Part(from, to, step, all));
        }
        return Optional.of(new CronField(parts));
    }

    private static int number(String text, List<String> names, int first) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).substring(0, 3).toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT))) {
                return i + first;
            }
        }
        return text.chars().allMatch(Character::isDigit) ? Integer.parseInt(text) : -1;
    }

    /** Whether it has every value. */
    boolean isEvery() {
        return parts.size() == 1 && parts.getFirst().all && parts.getFirst().step == 1;
    }

    /** Whether it begins with a star, which decides how the two fields for days go together. */
    boolean isStarred() {
        return parts.getFirst().all;
    }

    /** Its step, if it has every value at that distance from the first on and ends where it begins again; else 0. */
    int evenStep(int count) {
        Part only = parts.getFirst();
        boolean whole = parts.size() == 1 && only.step > 1 && (only.all || (only.from == 0 && only.to == count - 1));
        return whole && count % only.step == 0 ? only.step : 0;
    }

    /** Its values, if each of them is given by itself; else none. */
    List<Integer> singles() {
        return parts.stream().allMatch(Part::single)
                ? parts.stream().map(Part::from).toList()
                : List.of();
    }
}
