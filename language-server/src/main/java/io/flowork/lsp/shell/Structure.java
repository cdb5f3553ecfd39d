package io.flowork.lsp.shell;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.DocumentLinks;
import io.flowork.lsp.structure.Folds;
import io.flowork.lsp.structure.Selections;
import io.flowork.lsp.structure.Symbol;
import io.flowork.lsp.structure.Symbols;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkOptions;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** How a text is built. */
final class Structure {
    private final Answers answers;

    Structure(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setDocumentSymbolProvider(true);
        capabilities.setFoldingRangeProvider(true);
        capabilities.setSelectionRangeProvider(true);
        capabilities.setDocumentLinkProvider(new DocumentLinkOptions(false));
    }

    CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(DocumentSymbolParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> Symbols.of(snapshot).stream()
                        .map(symbol -> Either.<SymbolInformation, DocumentSymbol>forRight(symbol(snapshot, symbol)))
                        .toList());
    }

    CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> Folds.of(snapshot).stream()
                        .map(fold -> {
                            FoldingRange range = new FoldingRange(fold.first(), fold.last());
                            range.setKind(fold.comment() ? FoldingRangeKind.Comment : FoldingRangeKind.Region);
                            return range;
                        })
                        .toList());
    }

    CompletableFuture<List<SelectionRange>> selectionRange(SelectionRangeParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> Failures.all(params.getPositions(), "positions").stream()
                        .map(position -> {
                            SelectionRange outer = null;
                            int offset = answers.convert().offset(snapshot.source(), position);
                            for (io.flowork.grammar.text.Range range :
                                    Selections.around(snapshot, offset).reversed()) {
                                outer = new SelectionRange(answers.convert().range(snapshot.source(), range), outer);
                            }
                            return Objects.requireNonNull(outer, "the whole text is around every place");
                        })
                        .toList());
    }

    CompletableFuture<List<DocumentLink>> documentLink(DocumentLinkParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> DocumentLinks.of(snapshot, answers.index()).stream()
                        .map(link -> new DocumentLink(
                                answers.convert().range(snapshot.source(), link.range()),
                                link.target(),
                                null,
                                link.tooltip()))
                        .toList());
    }

    private DocumentSymbol symbol(Snapshot snapshot, Symbol symbol) {
        return new DocumentSymbol(
                symbol.name().isEmpty() ? "(no name)" : symbol.name(), // clients refuse an empty one
                kind(symbol),
                answers.convert().range(snapshot.source(), symbol.range()),
                answers.convert().range(snapshot.source(), symbol.selection()),
                symbol.detail(),
                symbol.children().stream().map(child -> symbol(snapshot, child)).toList());
    }

    /** A symbol's kind as the protocol has it. */
    static SymbolKind kind(Symbol symbol) {
        return switch (symbol.kind()) {
            case WORKFLOW -> SymbolKind.Module;
            case BLOCK -> SymbolKind.Namespace;
            case TASK -> SymbolKind.Function;
            case EVENT -> SymbolKind.Event;
            case DEFINITION -> SymbolKind.Constant;
        };
    }
}
