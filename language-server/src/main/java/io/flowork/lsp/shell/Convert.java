package io.flowork.lsp.shell;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.document.TextChange;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.lsp4j.DiagnosticCodeDescription;
import org.eclipse.lsp4j.DiagnosticRelatedInformation;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DiagnosticTag;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.jspecify.annotations.Nullable;

/**
 * Between offsets and the protocol's positions, and between our diagnostics and the protocol's.
 *
 * @param encoding how characters are counted
 * @param pages where the pages about codes are
 */
record Convert(PositionEncoding encoding, Function<DiagnosticCode, Optional<URI>> pages) {
    static final String SOURCE = "flowork";

    Position position(SourceText source, int offset) {
        return new Position(source.position(offset).line() - 1, encoding.character(source, offset));
    }

    Range range(SourceText source, io.flowork.grammar.text.Range range) {
        return new Range(position(source, range.start()), position(source, range.end()));
    }

    /** A part of a text, which a client must name. */
    io.flowork.grammar.text.Range range(SourceText source, @Nullable Range range) {
        Range named = Failures.needed(range, "range");
        int start = offset(source, named.getStart());
        return new io.flowork.grammar.text.Range(start, Math.max(start, offset(source, named.getEnd())));
    }

    /** A place in a text, which a client must name. What is behind a line's end is its end; so with the text's. */
    int offset(SourceText source, @Nullable Position position) {
        Position named = counted(position);
        return encoding.offset(source, named.getLine(), named.getCharacter());
    }

    private static Position counted(@Nullable Position position) {
        Position named = Failures.needed(position, "position");
        if (named.getLine() < 0 || named.getCharacter() < 0) {
            throw Failures.wrong("lines and characters are counted from 0, so there is no place " + named.getLine()
                    + ":" + named.getCharacter());
        }
        return named;
    }

    TextChange change(TextDocumentContentChangeEvent event) {
        Range range = event.getRange();
        String text = Failures.needed(event.getText(), "text");
        if (range == null) {
            return new TextChange(null, text);
        }
        Position start = counted(range.getStart());
        Position end = counted(range.getEnd());
        return new TextChange(
                new TextChange.Place(start.getLine(), start.getCharacter(), end.getLine(), end.getCharacter()), text);
    }

    org.eclipse.lsp4j.Diagnostic diagnostic(String uri, SourceText source, Diagnostic diagnostic) {
        var told = new org.eclipse.lsp4j.Diagnostic(range(source, diagnostic.range()), diagnostic.message());
        told.setSource(SOURCE);
        told.setCode(diagnostic.code());
        told.setSeverity(
                switch (diagnostic.severity()) {
                    case ERROR -> DiagnosticSeverity.Error;
                    case WARNING -> DiagnosticSeverity.Warning;
                    case INFORMATION -> DiagnosticSeverity.Information;
                    case HINT -> DiagnosticSeverity.Hint;
                });
        if (!diagnostic.related().isEmpty()) {
            told.setRelatedInformation(diagnostic.related().stream()
                    .map(related -> related(uri, source, related))
                    .toList());
        }
        DiagnosticCode code = DiagnosticCode.find(diagnostic.code());
        if (code != null && code.unused()) {
            told.setTags(List.of(DiagnosticTag.Unnecessary));
        }
        if (code != null && code.deprecated()) {
            told.setTags(List.of(DiagnosticTag.Deprecated));
        }
        if (code != null) {
            pages.apply(code)
                    .ifPresent(page -> told.setCodeDescription(new DiagnosticCodeDescription(page.toString())));
        }
        if (!diagnostic.fixes().isEmpty()) {
            told.setData(Map.of(
                    "fixes",
                    diagnostic.fixes().stream().map(Diagnostic.Fix::title).toList()));
        }
        return told;
    }

    private DiagnosticRelatedInformation related(String uri, SourceText source, Diagnostic.Related related) {
        SourceText file = related.file();
        return new DiagnosticRelatedInformation(
                file == null
                        ? new Location(uri, range(source, related.range()))
                        : new Location(OpenTexts.uri(file.name()), range(file, related.range())),
                related.message());
    }
}
