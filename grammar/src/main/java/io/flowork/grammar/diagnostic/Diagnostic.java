package io.flowork.grammar.diagnostic;

import io.flowork.grammar.text.Range;
import java.util.List;

/**
 * Something to tell an author about a place in a file.
 *
 * @param code its stable code, such as {@code FW1201}
 * @param severity how much it matters
 * @param range where
 * @param message what is wrong and what to do, in plain words
 * @param related other places that explain it
 * @param fixes ways to mend it, best first
 */
public record Diagnostic(
        String code, Severity severity, Range range, String message, List<Related> related, List<Fix> fixes) {
    /** Copies the lists. */
    public Diagnostic {
        related = List.copyOf(related);
        fixes = List.copyOf(fixes);
    }

    /**
     * Another place that explains a diagnostic.
     *
     * @param range where
     * @param message what is there
     */
    public record Related(Range range, String message) {}

    /**
     * A way to mend what a diagnostic is about.
     *
     * @param title what it does, as a command
     * @param edits the changes to the text, none overlapping another
     */
    public record Fix(String title, List<Edit> edits) {
        /** Copies the edits. */
        public Fix {
            edits = List.copyOf(edits);
        }
    }

    /**
     * A change to a text.
     *
     * @param range what to replace
     * @param text what with
     */
    public record Edit(Range range, String text) {}
}
