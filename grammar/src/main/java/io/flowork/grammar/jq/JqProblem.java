package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a jq program.
 *
 * @param range where, relative to the program's text
 * @param message what is wrong and what to do, in plain words
 * @param related another place of the program that explains it, such as the bracket that is not closed; null if none does
 */
public record JqProblem(
        Range range, String message, @Nullable Related related) {
    /** A problem that its own place explains. */
    public JqProblem(Range range, String message) {
        this(range, message, null);
    }

    /**
     * Another place of the program.
     *
     * @param range where, relative to the program's text
     * @param message what is there
     */
    public record Related(Range range, String message) {}
}
