package io.flowork.host.command;

import io.flowork.grammar.text.Suggestions;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant. */
final class Nearest {
    private Nearest() {}

    /** The candidate nearest to a word, or one that begins with it; null if none is near. */
    static @Nullable String of(String word, Collection<String> candidates) {
        String nearest = Suggestions.nearest(word, candidates);
        if (nearest != null || word.length() < 3) {
            return nearest;
        }
        for (String candidate : candidates) {
            if (candidate.startsWith(word)) {
                return candidate;
            }
        }
        return null;
    }
}
