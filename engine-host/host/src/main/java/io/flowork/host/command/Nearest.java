package io.flowork.host.command;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /** The candidate nearest to a word by edit distance; null if none is near. */
    static @Nullable String of(String word, Collection<String> candidates) {
        String typed = word.toLowerCase(Locale.ROOT);
        int best = Math.max(2, word.length() / 3 + 1);
        String found = null;
        for (String candidate : candidates) {
            int distance = distance(typed, candidate.toLowerCase(Locale.ROOT));
            if (distance < best || (found == null && typed.length() > 2 && candidate.startsWith(typed))) {
                best = Math.min(best, distance);
                found = candidate;
            }
        }
        return found;
    }

    private static int distance(String a, String b) {
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
