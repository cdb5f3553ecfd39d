package io.flowork.functions.arguments;

import io.flowork.grammar.text.Suggestions;
import java.util.List;

/** Finds what somebody may have meant. */
public final class Nearest {
    private static final int MOST = 3;

    private Nearest() {}

    /** The end of a sentence about an unknown name: the nearest known one, or some of them. */
    public static String hint(String name, List<String> known) {
        String near = Suggestions.nearest(name, known);
        if (near != null) {
            return ". Did you mean '" + near + "'?";
        }
        List<String> some =
                known.stream().limit(MOST).map(other -> "'" + other + "'").toList();
        return some.isEmpty()
                ? "."
                : ". It has " + String.join(", ", some) + (known.size() > MOST ? " and others." : ".");
    }
}
