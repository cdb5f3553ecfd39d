package io.flowork.grammar.diagnostic;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /** The same with another severity. */
    public Diagnostic withSeverity(Severity other) {
        return new Diagnostic(code, other, range, message, related, fixes);
    }

    /** The same with ways to mend it. */
    public Diagnostic withFixes(List<Fix> others) {
        return new Diagnostic(code, severity, range, message, related, others);
    }

    /**
     * Another place that explains a diagnostic.
     *
     * @param range where
     * @param message what is there
     * @param file the other file that it is in; null for the file of the diagnostic
     */
    public record Related(
            Range range, String message, @Nullable SourceText file) {
        /** Another place in the same file. */
        public Related(Range range, String message) {
            this(range, message, null);
        }
    }

    /**
     * A way to mend what a diagnostic is about.
     *
     * @param title what it does, as a command
     * @param edits the changes to the text, none overlapping another
     * @param safe whether it may be made without asking: it says what can only have been meant
     */
    public record Fix(String title, List<Edit> edits, boolean safe) {
        /** Copies the edits. */
        public Fix {
            edits = List.copyOf(edits);
        }

        /** A way to mend that somebody has to choose. */
        public Fix(String title, List<Edit> edits) {
            this(title, edits, false);
        }

        /** The same, made without asking or not. */
        public Fix safe(boolean isSafe) {
            return new Fix(title, edits, isSafe);
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
