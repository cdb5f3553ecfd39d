package io.flowork.grammar.text;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant by a name that does not exist. */
public final class Suggestions {
    private static final int LONGEST = 64;
    private static final int SHORTEST_CERTAIN = 4;

    private Suggestions() {}

    /** The candidate nearest to a word by edit distance, letter case aside; null if none is near. */
    public static @Nullable String nearest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return null;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        int best = Math.max(1, word.length() / 3) + 1;
        String found = null;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) < best) {
                int distance = distance(lower, candidate.toLowerCase(Locale.ROOT), best);
                if (distance < best) {
                    best = distance;
                    found = candidate;
                }
            }
        }
        return found;
    }

    /**
     * Whether a word can only be a slip of the keyboard: of all candidates just one is a single letter away, inserted,
     * left out, replaced, in another case or swapped with its neighbour. In short words any letter may make another word.
     */
    public static boolean isClose(String word, Collection<String> candidates) {
        if (word.length() < SHORTEST_CERTAIN || word.length() > LONGEST) {
            return false;
        }
        String lower = word.toLowerCase(Locale.ROOT);
        int near = 0;
        for (String candidate : candidates) {
            if (Math.abs(candidate.length() - word.length()) <= 1
                    && distance(lower, candidate.toLowerCase(Locale.ROOT), 2) <= 1) {
                near++;
            }
        }
        return near == 1;
    }

    /** {@code "; did you mean 'x'?"}, or nothing. */
    public static String didYouMean(String word, Collection<String> candidates) {
        String nearest = nearest(word, candidates);
        return nearest == null ? "" : "; did you mean '" + nearest + "'?";
    }

    /** The number of letters to insert, delete, replace or swap with their neighbour; at most a limit. */
    private static int distance(String a, String b, int limit) {
        int[] before = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.length(); j++) {
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int value = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    value = Math.min(value, before[j - 2] + 1);
                }
                row[j] = value;
                least = Math.min(least, value);
            }
            if (least >= limit) {
                return limit;
            }
            int[] free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[b.length()];
    }
}
