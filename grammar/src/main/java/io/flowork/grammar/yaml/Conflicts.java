package io.flowork.grammar.yaml;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import java.util.List;

/** Merge conflicts as git leaves them in a text: its first side is read, the other is left out. */
final class Conflicts {
    private static final String OURS = "<<<<<<< ";
    private static final String BASE = "|||||||";
    private static final String THEIRS = "=======";
    private static final String END = ">>>>>>> ";

    private Conflicts() {}

    /**
     * Finds them. A conflict without its end is none.
     *
     * @param diagnostics what is wrong; each conflict is added
     * @param skipped the parts to leave out; those of each conflict are added
     */
    static void find(String text, List<Diagnostic> diagnostics, List<Range> skipped) {
        int open = marker(text, OURS, 0);
        while (open >= 0) {
            Lines lines = new Lines(text);
            int theirs = marker(text, THEIRS, open);
            int end = theirs < 0 ? -1 : marker(text, END, theirs);
            if (end < 0) {
                return;
            }
            int base = marker(text, BASE, open);
            diagnostics.add(DiagnosticCode.SYNTAX.at(
                    new Range(open, lines.contentEnd(open)),
                    "a merge conflict is not resolved here; keep one of its sides, and remove the lines with <<<<<<<,"
                            + " ======= and >>>>>>>",
                    new Diagnostic.Related(new Range(theirs, lines.end(theirs)), "the other side begins here")));
            skipped.add(new Range(open, lines.end(open)));
            skipped.add(new Range(base >= 0 && base < theirs ? base : theirs, lines.end(end)));
            open = marker(text, OURS, end);
        }
    }

    /** Where the next line starts that begins with a marker; -1 if there is none. */
    private static int marker(String text, String marker, int from) {
        int at = text.indexOf(marker, from);
        while (at > 0 && text.charAt(at - 1) != '\n' && text.charAt(at - 1) != '\r') {
            at = text.indexOf(marker, at + 1);
        }
        return at;
    }
}
