package io.flowork.grammar.binding;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workspace.Link;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects diagnostics and links; the first one of a kind at a place counts, so that an alias is not blamed twice. */
final class Report {
    private record Place(String code, Range range) {}

    private final SourceText source;
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Link> links = new ArrayList<>();
    private final Set<Link> linked = new HashSet<>();
    private final Set<Place> places = new HashSet<>();

    Report(SourceText source) {
        this.source = source;
    }

    void add(Diagnostic diagnostic) {
        if (places.add(new Place(diagnostic.code(), diagnostic.range()))) {
            diagnostics.add(diagnostic.fixes().isEmpty() ? diagnostic : inJson(diagnostic));
        }
    }

    /** The same with fixes that leave JSON valid: texts are in double quotes there. */
    private Diagnostic inJson(Diagnostic diagnostic) {
        if (!JsonText.isJson(source.text())) {
            return diagnostic;
        }
        List<Diagnostic.Fix> fixes = diagnostic.fixes().stream()
                .map(fix -> new Diagnostic.Fix(
                        fix.title(),
                        fix.edits().stream()
                                .map(edit -> JsonText.edit(edit, source.text()))
                                .toList(),
                        fix.safe()))
                .toList();
        return new Diagnostic(
                diagnostic.code(),
                diagnostic.severity(),
                diagnostic.range(),
                diagnostic.message(),
                diagnostic.related(),
                fixes);
    }

    void add(DiagnosticCode code, Range range, String message) {
        add(code.at(range, message));
    }

    void add(DiagnosticCode code, Range range, String message, Diagnostic.Fix fix) {
        add(code.at(range, message, fix));
    }

    /** Adds a diagnostic whose fix replaces a part of the text. */
    void add(DiagnosticCode code, Range range, String message, String title, String replacement) {
        add(code.at(range, message, replace(range, title, replacement)));
    }

    /** A range up to the end of its first line: of a long value it is enough to show where it starts. */
    Range firstLine(Range range) {
        int end = range.start();
        while (end < range.end() && "\r\n".indexOf(source.text().charAt(end)) < 0) {
            end++;
        }
        return new Range(range.start(), end);
    }

    static Diagnostic.Fix replace(Range range, String title, String text) {
        return new Diagnostic.Fix(title, List.of(new Diagnostic.Edit(range, text)));
    }

    /** Notes that the document names something outside of itself. */
    void link(Link link) {
        if (linked.add(link)) {
            links.add(link);
        }
    }

    List<Link> links() {
        return links;
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
