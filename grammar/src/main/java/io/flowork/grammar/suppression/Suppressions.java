package io.flowork.grammar.suppression;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.Suggestions;
import io.flowork.grammar.yaml.Document;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The comments of a file that suppress diagnostics.
 *
 * <p>A comment at the end of a line is for what begins on that line; one on a line of its own is for the next line with
 * something in it; {@code ignore-file} is for the whole file. Errors are never suppressed: they stop the workflow from
 * running.
 */
public final class Suppressions {
    /** No comment at all. */
    public static final Suppressions NONE = new Suppressions(List.of());

    private final List<Suppression> suppressions;

    private Suppressions(List<Suppression> suppressions) {
        this.suppressions = suppressions;
    }

    /** The comments of a document. */
    public static Suppressions of(Document document) {
        return document.source().text().contains(CommentReader.MARK)
                ? new Suppressions(new CommentReader(document).read())
                : NONE;
    }

    /**
     * The diagnostics without those that are suppressed, and with what is wrong with the comments themselves.
     *
     * @param diagnostics all that were found
     * @param known whether all diagnostics of a code are among them, so that a comment for it can be called unused
     */
    public List<Diagnostic> apply(List<Diagnostic> diagnostics, Predicate<DiagnosticCode> known) {
        if (suppressions.isEmpty()) {
            return diagnostics;
        }
        Set<Suppression> used = new HashSet<>();
        List<Diagnostic> rest = new ArrayList<>();
        for (Diagnostic diagnostic : diagnostics) {
            boolean suppressed = false;
            if (diagnostic.severity() != Severity.ERROR) {
                for (Suppression suppression : suppressions) {
                    if (suppression.covers(diagnostic)) {
                        used.add(suppression);
                        suppressed = true;
                    }
                }
            }
            if (!suppressed) {
                rest.add(diagnostic);
            }
        }
        boolean broken = diagnostics.stream().anyMatch(diagnostic -> diagnostic.severity() == Severity.ERROR);
        for (Suppression suppression : suppressions) {
            DiagnosticCode code = DiagnosticCode.find(suppression.code());
            if (code == null) {
                rest.add(suppression.unknown(Suggestions.didYouMean(suppression.code(), DiagnosticCode.codes())));
            } else if (code.severity() == Severity.ERROR) {
                rest.add(suppression.refused());
            } else if (!used.contains(suppression) && !broken && known.test(code)) {
                rest.add(suppression.unused());
            }
        }
        return rest;
    }
}
