package io.flowork.grammar;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.suppression.Suppressions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * What was found in a file, and what its comments say to ignore of it.
 *
 * @param all what was found, in any order
 * @param suppressions the comments
 */
public record Findings(List<Diagnostic> all, Suppressions suppressions) {
    private static final Comparator<Diagnostic> IN_ORDER = Comparator.<Diagnostic>comparingInt(
                    diagnostic -> diagnostic.range().start())
            .thenComparing(Diagnostic::severity)
            .thenComparing(Diagnostic::code);

    /** Copies the list. */
    public Findings {
        all = List.copyOf(all);
    }

    /** These and others. */
    public Findings with(List<Diagnostic> others) {
        if (others.isEmpty()) {
            return this;
        }
        List<Diagnostic> both = new ArrayList<>(all);
        both.addAll(others);
        return new Findings(both, suppressions);
    }

    /** What to show when other files have not been looked at, in the order of the text. */
    public List<Diagnostic> ofOneFile() {
        return shown(code -> !code.acrossFiles());
    }

    /** What to show when other files have been looked at, in the order of the text. */
    public List<Diagnostic> ofAllFiles() {
        return shown(code -> true);
    }

    private List<Diagnostic> shown(Predicate<DiagnosticCode> known) {
        List<Diagnostic> sorted = new ArrayList<>(suppressions.apply(all, known));
        sorted.sort(IN_ORDER);
        return sorted;
    }
}
