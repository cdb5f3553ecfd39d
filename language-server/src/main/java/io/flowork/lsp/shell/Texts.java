package io.flowork.lsp.shell;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.lsp.complete.Completions;
import io.flowork.lsp.describe.Descriptions;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.mend.Mending;
import io.flowork.lsp.mend.Mendings;
import io.flowork.lsp.navigate.Occurrences;
import io.flowork.lsp.navigate.Renaming;
import io.flowork.lsp.structure.Folds;
import io.flowork.lsp.structure.Selections;
import io.flowork.lsp.structure.Symbol;
import io.flowork.lsp.structure.Symbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeKind;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.SymbolKind;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What the protocol says about texts. */
final class Texts implements TextDocumentService {
    private final OpenTexts texts;
    private final Publisher publisher;
    private final Executor worker;
    private volatile Convert convert;

    /**
     * No text is open.
     *
     * @param worker what answers are made on
     * @param convert how the client counts, until it says how
     */
    Texts(OpenTexts texts, Publisher publisher, Executor worker, Convert convert) {
        this.texts = texts;
        this.publisher = publisher;
        this.worker = worker;
        this.convert = convert;
    }

    /** The client and the server have agreed on how to count. */
    void counting(Convert agreed) {
        convert = agreed;
    }

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        TextDocumentItem text = params.getTextDocument();
        publisher.opened(texts.open(text.getUri(), text.getVersion(), text.getText()), convert);
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        VersionedTextDocumentIdentifier text = params.getTextDocument();
        texts.change(
                        text.getUri(),
                        text.getVersion(),
                        params.getContentChanges().stream().map(convert::change).toList(),
                        convert.encoding())
                .ifPresent(changed -> publisher.changed(changed, convert));
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        String uri = params.getTextDocument().getUri();
        texts.close(uri);
        publisher.closed(uri);
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        // what is saved is what is open
    }

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return answer(params.getTextDocument(), Either.forRight(new CompletionList()), snapshot -> {
            int offset = convert.offset(snapshot.source(), params.getPosition());
            return Either.forRight(Proposals.list(snapshot, Completions.at(snapshot, offset), convert));
        });
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable Hover> hover(HoverParams params) {
        return answer(
                params.getTextDocument(),
                null,
                snapshot -> Descriptions.at(snapshot, convert.offset(snapshot.source(), params.getPosition()))
                        .map(said -> new Hover(
                                new MarkupContent(MarkupKind.MARKDOWN, said.markdown()),
                                convert.range(snapshot.source(), said.range())))
                        .orElse(null));
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        return answer(
                params.getTextDocument(),
                Either.forLeft(List.of()),
                snapshot -> Either.forLeft(occurrences(snapshot, params.getPosition())
                        .map(found -> locations(snapshot, found.declarations()))
                        .orElse(List.of())));
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
        return answer(
                params.getTextDocument(),
                List.of(),
                snapshot -> occurrences(snapshot, params.getPosition())
                        .map(found -> locations(
                                snapshot, params.getContext().isIncludeDeclaration() ? found.all() : found.uses()))
                        .orElse(List.of()));
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams params) {
        return answer(
                params.getTextDocument(),
                List.of(),
                snapshot -> occurrences(snapshot, params.getPosition())
                        .map(found -> found.all().stream()
                                .map(range -> new DocumentHighlight(
                                        convert.range(snapshot.source(), range),
                                        found.declarations().contains(range)
                                                ? DocumentHighlightKind.Write
                                                : DocumentHighlightKind.Read))
                                .toList())
                        .orElse(List.of()));
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams params) {
        return answer(
                params.getTextDocument(),
                null,
                snapshot -> occurrences(snapshot, params.getPosition())
                        .map(found -> Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond(
                                new PrepareRenameResult(convert.range(snapshot.source(), found.here()), found.name())))
                        .orElse(null));
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable WorkspaceEdit> rename(RenameParams params) {
        return answer(params.getTextDocument(), null, snapshot -> {
            Occurrences found = occurrences(snapshot, params.getPosition()).orElse(null);
            if (found == null) {
                return null;
            }
            try {
                List<TextEdit> edits = edits(snapshot, Renaming.edits(snapshot, found, params.getNewName()));
                return new WorkspaceEdit(Map.of(snapshot.uri(), edits));
            } catch (Renaming.RefusedException e) {
                throw new ResponseErrorException(
                        new ResponseError(ResponseErrorCode.InvalidParams, e.getMessage(), null));
            }
        });
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams params) {
        return answer(
                params.getTextDocument(),
                List.of(),
                snapshot -> Symbols.of(snapshot).stream()
                        .map(symbol -> Either.<SymbolInformation, DocumentSymbol>forRight(symbol(snapshot, symbol)))
                        .toList());
    }

    private DocumentSymbol symbol(Snapshot snapshot, Symbol symbol) {
        SymbolKind kind = switch (symbol.kind()) {
            case WORKFLOW -> SymbolKind.Module;
            case BLOCK -> SymbolKind.Namespace;
            case TASK -> SymbolKind.Function;
            case EVENT -> SymbolKind.Event;
            case DEFINITION -> SymbolKind.Constant;
        };
        return new DocumentSymbol(
                symbol.name().isEmpty() ? "(no name)" : symbol.name(), // clients refuse an empty one
                kind,
                convert.range(snapshot.source(), symbol.range()),
                convert.range(snapshot.source(), symbol.selection()),
                symbol.detail(),
                symbol.children().stream().map(child -> symbol(snapshot, child)).toList());
    }

    @Override
    public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
        return answer(
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

    @Override
    public CompletableFuture<List<SelectionRange>> selectionRange(SelectionRangeParams params) {
        return answer(
                params.getTextDocument(),
                List.of(),
                snapshot -> params.getPositions().stream()
                        .map(position -> {
                            SelectionRange outer = null;
                            int offset = convert.offset(snapshot.source(), position);
                            for (io.flowork.grammar.text.Range range :
                                    Selections.around(snapshot, offset).reversed()) {
                                outer = new SelectionRange(convert.range(snapshot.source(), range), outer);
                            }
                            return Objects.requireNonNull(outer, "the whole text is around every place");
                        })
                        .toList());
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
        return answer(params.getTextDocument(), List.of(), snapshot -> {
            List<String> only = params.getContext().getOnly();
            io.flowork.grammar.text.Range range = new io.flowork.grammar.text.Range(
                    convert.offset(snapshot.source(), params.getRange().getStart()),
                    convert.offset(snapshot.source(), params.getRange().getEnd()));
            List<Either<Command, CodeAction>> actions = new ArrayList<>();
            if (wants(only, CodeActionKind.QuickFix)) {
                List<Diagnostic> diagnostics = snapshot.diagnostics(List.of(), SeverityRules.NONE);
                Mendings.in(range, diagnostics)
                        .forEach(each -> actions.add(Either.forRight(action(snapshot, each, CodeActionKind.QuickFix))));
            }
            if (only != null && wants(only, CodeActionKind.SourceFixAll)) {
                Mendings.all(snapshot)
                        .ifPresent(all ->
                                actions.add(Either.forRight(action(snapshot, all, CodeActionKind.SourceFixAll))));
            }
            return actions;
        });
    }

    /** Whether a kind of action is asked for, by itself or by one that it belongs to; null asks for all. */
    private static boolean wants(@Nullable List<String> only, String kind) {
        return only == null || only.stream().anyMatch(each -> kind.equals(each) || kind.startsWith(each + "."));
    }

    private CodeAction action(Snapshot snapshot, Mending mending, String kind) {
        CodeAction action = new CodeAction(mending.title());
        action.setKind(kind);
        action.setIsPreferred(mending.preferred());
        if (mending.mends() != null) {
            action.setDiagnostics(List.of(convert.diagnostic(snapshot.uri(), snapshot.source(), mending.mends())));
        }
        action.setEdit(new WorkspaceEdit(Map.of(snapshot.uri(), edits(snapshot, mending.edits()))));
        return action;
    }

    private List<TextEdit> edits(Snapshot snapshot, List<Diagnostic.Edit> edits) {
        return edits.stream()
                .map(edit -> new TextEdit(convert.range(snapshot.source(), edit.range()), edit.text()))
                .toList();
    }

    private Optional<Occurrences> occurrences(Snapshot snapshot, Position position) {
        return Occurrences.at(snapshot, convert.offset(snapshot.source(), position));
    }

    private List<Location> locations(Snapshot snapshot, List<io.flowork.grammar.text.Range> ranges) {
        return ranges.stream()
                .map(range -> new Location(snapshot.uri(), convert.range(snapshot.source(), range)))
                .toList();
    }

    /** Makes an answer away from the thread that reads requests; an answer of its own for what is no workflow. */
    private <T extends @Nullable Object> CompletableFuture<T> answer(
            TextDocumentIdentifier text, T otherwise, Function<Snapshot, T> made) {
        return CompletableFutures.computeAsync(worker, cancelled -> {
            cancelled.checkCanceled();
            Optional<Snapshot> snapshot = texts.workflow(text.getUri());
            return snapshot.isPresent() ? made.apply(snapshot.get()) : otherwise;
        });
    }
}
