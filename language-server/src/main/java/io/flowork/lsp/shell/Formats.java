package io.flowork.lsp.shell;

import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.format.Formatting;
import io.flowork.lsp.format.NextLine;
import io.flowork.lsp.format.Style;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentOnTypeFormattingOptions;
import org.eclipse.lsp4j.DocumentOnTypeFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextEdit;
import org.jspecify.annotations.Nullable;

/** The white space of texts. */
final class Formats {
    private final Answers answers;

    Formats(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setDocumentFormattingProvider(true);
        capabilities.setDocumentRangeFormattingProvider(true);
        capabilities.setDocumentOnTypeFormattingProvider(new DocumentOnTypeFormattingOptions("\n", List.of("-")));
    }

    CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> answers.edits(snapshot, Formatting.all(snapshot, style(params.getOptions()))));
    }

    CompletableFuture<List<? extends TextEdit>> rangeFormatting(DocumentRangeFormattingParams params) {
        return answers.of(params.getTextDocument(), List.of(), snapshot -> {
            Range range = params.getRange();
            var _ = answers.convert().range(snapshot.source(), range); // or it is refused
            int first = range.getStart().getLine() + 1;
            boolean untouched = range.getEnd().getCharacter() == 0
                    && range.getEnd().getLine() > range.getStart().getLine();
            int last = range.getEnd().getLine() + (untouched ? 0 : 1);
            return answers.edits(snapshot, Formatting.lines(snapshot, first, last, style(params.getOptions())));
        });
    }

    CompletableFuture<List<? extends TextEdit>> onTypeFormatting(DocumentOnTypeFormattingParams params) {
        return answers.of(params.getTextDocument(), List.of(), snapshot -> {
            SourceText source = snapshot.source();
            return source.name().endsWith(".json")
                    ? List.of()
                    : answers.edits(
                            snapshot,
                            NextLine.after(
                                    source,
                                    answers.convert().offset(source, params.getPosition()),
                                    Failures.needed(params.getCh(), "ch"),
                                    style(params.getOptions())));
        });
    }

    private static Style style(@Nullable FormattingOptions options) {
        return options == null || options.getTabSize() <= 0 ? Style.STANDARD : new Style(options.getTabSize());
    }
}
