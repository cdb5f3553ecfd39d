package io.flowork.core.jq;

import java.util.List;

/** Finds the name somebody probably meant. */
final class Suggestions {
    private Suggestions() {}

    /** {@code "; did you mean `…`?"} with the nearest name, or nothing if none is near. */
    static String of(String wrong, List<String> names, String prefix) {
        String best = "";
        int distance = Math.max(1, wrong.length() / 3) + 1;
        for (String name : names) {
            int d = name.equalsIgnoreCase(wrong) ? 0 : distance(wrong, name);
            if (d < distance) {
                distance = d;
                best = name;
            }
        }
        return best.isEmpty() ? "" : "; did you mean `" + prefix + best + "`?";
    }

    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] now = new int[b.length() + 1];
            now[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                now[j] = Math.min(change, Math.min(before[j], now[j - 1]) + 1);
            }
            before = now;
        }
        return before[b.length()];
    }
}
