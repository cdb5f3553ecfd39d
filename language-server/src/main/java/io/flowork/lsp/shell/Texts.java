package io.flowork.lsp.shell;

import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.workspace.Settings;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.lsp4j.CallHierarchyIncomingCall;
import org.eclipse.lsp4j.CallHierarchyIncomingCallsParams;
import org.eclipse.lsp4j.CallHierarchyItem;
import org.eclipse.lsp4j.CallHierarchyOutgoingCall;
import org.eclipse.lsp4j.CallHierarchyOutgoingCallsParams;
import org.eclipse.lsp4j.CallHierarchyPrepareParams;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.DeclarationParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DidSaveTextDocumentParams;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.DocumentLink;
import org.eclipse.lsp4j.DocumentLinkParams;
import org.eclipse.lsp4j.DocumentOnTypeFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.DocumentSymbol;
import org.eclipse.lsp4j.DocumentSymbolParams;
import org.eclipse.lsp4j.FoldingRange;
import org.eclipse.lsp4j.FoldingRangeRequestParams;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.InlineValue;
import org.eclipse.lsp4j.InlineValueParams;
import org.eclipse.lsp4j.LinkedEditingRangeParams;
import org.eclipse.lsp4j.LinkedEditingRanges;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.SelectionRange;
import org.eclipse.lsp4j.SelectionRangeParams;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensDelta;
import org.eclipse.lsp4j.SemanticTokensDeltaParams;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextDocumentSyncKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.TypeDefinitionParams;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.jspecify.annotations.Nullable;

/** What the protocol says about texts: each request goes to the class for its kind. */
final class Texts implements TextDocumentService {
    private final OpenTexts texts;
    private final Publisher publisher;
    private final Diagnosing diagnosing;
    private final Answers answers;
    private final Completing completing;
    private final Describing describing;
    private final Navigation navigation;
    private final Structure structure;
    private final Coloring coloring;
    private final Actions actions;
    private final Hierarchy hierarchy;
    private final Formats formats;
    private final Hinting hinting;
    private final Lensing lensing;
    private final Debugging debugging;

    /** No text is open. */
    Texts(
            OpenTexts texts,
            Publisher publisher,
            Diagnosing diagnosing,
            Answers answers,
            Supplier<Settings> settings,
            Client client) {
        this.texts = texts;
        this.publisher = publisher;
        this.diagnosing = diagnosing;
        this.answers = answers;
        this.completing = new Completing(answers, client);
        this.describing = new Describing(answers);
        this.navigation = new Navigation(answers);
        this.structure = new Structure(answers);
        this.coloring = new Coloring(answers);
        this.actions = new Actions(answers, client);
        this.hierarchy = new Hierarchy(answers);
        this.formats = new Formats(answers);
        this.hinting = new Hinting(answers, settings);
        this.lensing = new Lensing(answers, settings, client::commands);
        this.debugging = new Debugging(answers);
    }

    /** Says to a client what can be asked about texts. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setTextDocumentSync(TextDocumentSyncKind.Incremental);
        completing.offer(capabilities);
        describing.offer(capabilities);
        navigation.offer(capabilities);
        structure.offer(capabilities);
        coloring.offer(capabilities);
        actions.offer(capabilities);
        hierarchy.offer(capabilities);
        formats.offer(capabilities);
        hinting.offer(capabilities);
        lensing.offer(capabilities);
        debugging.offer(capabilities);
    }

    // --- what the client tells ---

    @Override
    public void didOpen(DidOpenTextDocumentParams params) {
        TextDocumentItem text = Failures.needed(params.getTextDocument(), "textDocument");
        publisher.opened(texts.open(
                Failures.needed(text.getUri(), "textDocument.uri"),
                text.getVersion(),
                Failures.needed(text.getText(), "textDocument.text")));
    }

    @Override
    public void didChange(DidChangeTextDocumentParams params) {
        VersionedTextDocumentIdentifier text = Failures.needed(params.getTextDocument(), "textDocument");
        texts.change(
                        Failures.needed(text.getUri(), "textDocument.uri"),
                        text.getVersion(),
                        Failures.all(params.getContentChanges(), "contentChanges").stream()
                                .map(answers.convert()::change)
                                .toList(),
                        answers.convert().encoding())
                .ifPresent(changed -> publisher.changed(changed));
    }

    @Override
    public void didClose(DidCloseTextDocumentParams params) {
        String uri = Failures.needed(
                Failures.needed(params.getTextDocument(), "textDocument").getUri(), "textDocument.uri");
        texts.close(uri);
        publisher.closed(uri);
        coloring.closed(uri);
    }

    @Override
    public void didSave(DidSaveTextDocumentParams params) {
        // what is saved is what is open
    }

    // --- what the client asks ---

    @Override
    public CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return completing.completion(params);
    }

    @Override
    public CompletableFuture<CompletionItem> resolveCompletionItem(CompletionItem item) {
        return completing.resolve(item);
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable Hover> hover(HoverParams params) {
        return describing.hover(params);
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable SignatureHelp> signatureHelp(SignatureHelpParams params) {
        return describing.signatureHelp(params);
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        return navigation.definition(params);
    }

    @Override
    public CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
        return navigation.references(params);
    }

    @Override
    public CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams params) {
        return navigation.documentHighlight(params);
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams params) {
        return navigation.prepareRename(params);
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable WorkspaceEdit> rename(RenameParams params) {
        return navigation.rename(params);
    }

    @Override
    public CompletableFuture<List<Either<SymbolInformation, DocumentSymbol>>> documentSymbol(
            DocumentSymbolParams params) {
        return structure.documentSymbol(params);
    }

    @Override
    public CompletableFuture<List<FoldingRange>> foldingRange(FoldingRangeRequestParams params) {
        return structure.foldingRange(params);
    }

    @Override
    public CompletableFuture<SemanticTokens> semanticTokensFull(SemanticTokensParams params) {
        return coloring.full(params);
    }

    @Override
    public CompletableFuture<Either<SemanticTokens, SemanticTokensDelta>> semanticTokensFullDelta(
            SemanticTokensDeltaParams params) {
        return coloring.delta(params);
    }

    @Override
    public CompletableFuture<SemanticTokens> semanticTokensRange(SemanticTokensRangeParams params) {
        return coloring.range(params);
    }

    @Override
    public CompletableFuture<List<SelectionRange>> selectionRange(SelectionRangeParams params) {
        return structure.selectionRange(params);
    }

    @Override
    public CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
        return actions.codeAction(params);
    }

    @Override
    public CompletableFuture<CodeAction> resolveCodeAction(CodeAction unresolved) {
        return actions.resolve(unresolved);
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> formatting(DocumentFormattingParams params) {
        return formats.formatting(params);
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> rangeFormatting(DocumentRangeFormattingParams params) {
        return formats.rangeFormatting(params);
    }

    @Override
    public CompletableFuture<List<? extends TextEdit>> onTypeFormatting(DocumentOnTypeFormattingParams params) {
        return formats.onTypeFormatting(params);
    }

    @Override
    public CompletableFuture<List<InlayHint>> inlayHint(InlayHintParams params) {
        return hinting.inlayHint(params);
    }

    @Override
    public CompletableFuture<InlayHint> resolveInlayHint(InlayHint hint) {
        return hinting.resolveInlayHint(hint);
    }

    @Override
    public CompletableFuture<List<? extends CodeLens>> codeLens(CodeLensParams params) {
        return lensing.codeLens(params);
    }

    @Override
    public CompletableFuture<CodeLens> resolveCodeLens(CodeLens lens) {
        return lensing.resolveCodeLens(lens);
    }

    @Override
    public CompletableFuture<List<InlineValue>> inlineValue(InlineValueParams params) {
        return debugging.inlineValue(params);
    }

    @Override
    public CompletableFuture<DocumentDiagnosticReport> diagnostic(DocumentDiagnosticParams params) {
        return diagnosing.diagnostic(params, answers.worker());
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> declaration(
            DeclarationParams params) {
        return navigation.definition(params);
    }

    @Override
    public CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> typeDefinition(
            TypeDefinitionParams params) {
        return navigation.typeDefinition(params);
    }

    @Override
    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    public CompletableFuture<@Nullable LinkedEditingRanges> linkedEditingRange(LinkedEditingRangeParams params) {
        return navigation.linkedEditingRange(params);
    }

    @Override
    public CompletableFuture<List<DocumentLink>> documentLink(DocumentLinkParams params) {
        return structure.documentLink(params);
    }

    @Override
    public CompletableFuture<List<CallHierarchyItem>> prepareCallHierarchy(CallHierarchyPrepareParams params) {
        return hierarchy.prepare(params);
    }

    @Override
    public CompletableFuture<List<CallHierarchyIncomingCall>> callHierarchyIncomingCalls(
            CallHierarchyIncomingCallsParams params) {
        return hierarchy.incoming(params);
    }

    @Override
    public CompletableFuture<List<CallHierarchyOutgoingCall>> callHierarchyOutgoingCalls(
            CallHierarchyOutgoingCallsParams params) {
        return hierarchy.outgoing(params);
    }
}
