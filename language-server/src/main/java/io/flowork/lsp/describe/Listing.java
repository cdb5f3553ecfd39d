package io.flowork.lsp.describe;

import java.util.List;

/** Several things in one phrase. */
final class Listing {
    private Listing() {}

    /** One, two and three. */
    static String and(List<String> words) {
        if (words.size() < 2) {
            return String.join("", words);
        }
        return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
    }
}
