package io.flowork.functions.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds what somebody may have meant. */
final class Nearest {
    private static final int MOST = 3;

    private Nearest() {}

    /** The end of a sentence about an unknown name: the nearest known ones, if any are near. */
    static String hint(String name, List<String> known) {
        List<String> near = known.stream()
                .filter(other -> distance(name, other) <= Math.max(2, name.length() / 3))
                .sorted(Comparator.comparingInt(other -> distance(name, other)))
                .limit(MOST)
                .map(other -> "'" + other + "'")
                .toList();
        if (!near.isEmpty()) {
            return ". Did you mean " + String.join(" or ", near) + "?";
        }
        List<String> some =
                known.stream().limit(MOST).map(other -> "'" + other + "'").toList();
        return some.isEmpty()
                ? "."
                : ". It has " + String.join(", ", some) + (known.size() > MOST ? " and others." : ".");
    }

    /** The number of characters to insert, remove or replace (Levenshtein), case ignored. */
    private static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
