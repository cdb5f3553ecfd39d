package io.flowork.core.jq;

import io.flowork.grammar.text.Suggestions;
import java.util.List;

/** Says in jq's notation which name somebody probably meant. */
final class Hints {
    private Hints() {}

    /** {@code "; did you mean `…`?"} with the nearest name, or nothing if none is near. */
    static String of(String wrong, List<String> names, String prefix) {
        String nearest = Suggestions.nearest(wrong, names);
        return nearest == null ? "" : "; did you mean `" + prefix + nearest + "`?";
    }
}
