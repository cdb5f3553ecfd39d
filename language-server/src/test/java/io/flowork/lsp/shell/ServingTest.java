package io.flowork.lsp.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.workspace.WorkspaceFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionCapabilities;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.CodeActionResolveSupportCapabilities;
import org.eclipse.lsp4j.CodeLens;
import org.eclipse.lsp4j.CodeLensParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.CompletionContext;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.CompletionTriggerKind;
import org.eclipse.lsp4j.CreateFile;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentFormattingParams;
import org.eclipse.lsp4j.DocumentOnTypeFormattingParams;
import org.eclipse.lsp4j.DocumentRangeFormattingParams;
import org.eclipse.lsp4j.FormattingOptions;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.InlineValueContext;
import org.eclipse.lsp4j.InlineValueParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.ResourceOperationKind;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensDeltaParams;
import org.eclipse.lsp4j.SemanticTokensLegend;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client and the server, with the protocol between them. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServingTest {
    private static final String URI = "file:///orders.flow.yaml";
    private static final String TEXT = """
        document: {dsl: 1.0.3, namespace: a, name: orders, version: 1.0.0}
        do:
          - one: {set: {größe: '${ [1] | map(. + 1) }'}}
          - two:
              set: {a: 1}
              then: last
          - last: {set: {b: 1}}
        """;

    private final BlockingQueue<PublishDiagnosticsParams> told = new LinkedBlockingQueue<>();
    private final CompletableFuture<Boolean> inOrder = new CompletableFuture<>();
    private LanguageServer server;
    private OutputStream toServer;

    @BeforeEach
    void connect() throws IOException {
        PipedOutputStream clientOut = new PipedOutputStream();
        PipedOutputStream serverOut = new PipedOutputStream();
        PipedInputStream serverIn = new PipedInputStream(clientOut, 1 << 16);
        PipedInputStream clientIn = new PipedInputStream(serverOut, 1 << 16);
        toServer = clientOut;
        Thread.ofPlatform().daemon().start(() -> {
            try {
                inOrder.complete(Serving.serve(
                        serverIn, serverOut, new ServerContext("test", FunctionSignatures.NONE, WorkspaceFiles.NONE)));
            } catch (InterruptedException e) {
                inOrder.completeExceptionally(e);
            }
        });
        Launcher<LanguageServer> launcher =
                LSPLauncher.createClientLauncher(new QuietClient(told), clientIn, clientOut);
        var _ = launcher.startListening();
        server = launcher.getRemoteProxy();
    }

    @AfterEach
    void disconnect() throws IOException {
        toServer.close();
    }

    private InitializeResult initialize(String... encodings) throws Exception {
        return initialize(new ClientCapabilities(), encodings);
    }

    private InitializeResult initialize(ClientCapabilities capabilities, String... encodings) throws Exception {
        InitializeParams params = new InitializeParams();
        GeneralClientCapabilities general = new GeneralClientCapabilities();
        general.setPositionEncodings(List.of(encodings));
        capabilities.setGeneral(general);
        params.setCapabilities(capabilities);
        InitializeResult result = server.initialize(params).get();
        server.initialized(new InitializedParams());
        return result;
    }

    private void open(String uri, String text) {
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri, "yaml", 1, text)));
    }

    @Test
    void coloursAndTheirChanges() throws Exception {
        SemanticTokensLegend legend = initialize("utf-16")
                .getCapabilities()
                .getSemanticTokensProvider()
                .getLegend();
        open(URI, TEXT);
        TextDocumentIdentifier text = new TextDocumentIdentifier(URI);
        var texts = server.getTextDocumentService();
        SemanticTokens all =
                texts.semanticTokensFull(new SemanticTokensParams(text)).get();
        List<Integer> first = all.getData().subList(0, 5);
        assertThat(first.subList(0, 3)).containsExactly(0, 0, "document".length());
        assertThat(legend.getTokenTypes().get(first.get(3))).isEqualTo("keyword");
        texts.didChange(new DidChangeTextDocumentParams(
                new VersionedTextDocumentIdentifier(URI, 2),
                List.of(new TextDocumentContentChangeEvent(
                        new Range(new Position(6, 0), new Position(6, 0)), "  - more: {wait: PT1S}\n"))));
        var changed = texts.semanticTokensFullDelta(new SemanticTokensDeltaParams(text, all.getResultId()))
                .get();
        assertThat(changed.getRight().getEdits()).hasSize(1);
        assertThat(changed.getRight().getEdits().getFirst().getData()).hasSize(2 * 5); // the name and what it does
        var again = texts.semanticTokensFullDelta(new SemanticTokensDeltaParams(text, all.getResultId()))
                .get();
        assertThat(again.isLeft()).as("what an outdated result became").isTrue();
        Range line = new Range(new Position(3, 0), new Position(3, 8));
        assertThat(texts.semanticTokensRange(new SemanticTokensRangeParams(text, line))
                        .get()
                        .getData())
                .hasSize(5);
    }

    @Test
    void aBlankBehindAValueBringsNoProposals() throws Exception {
        initialize("utf-16");
        open(URI, TEXT);
        Position behind = new Position(2, "  - one: {set: {größe: '${ [1] ".length());
        CompletionParams asked = new CompletionParams(new TextDocumentIdentifier(URI), behind);
        var texts = server.getTextDocumentService();
        assertThat(texts.completion(asked).get().getRight().getItems()).isNotEmpty();
        asked.setContext(new CompletionContext(CompletionTriggerKind.TriggerCharacter, " "));
        assertThat(texts.completion(asked).get().getRight().getItems()).isEmpty();
    }

    @Test
    void whatACallTakes() throws Exception {
        initialize("utf-8");
        open(URI, TEXT);
        int character = "  - one: {set: {größe: '${ [1] | map(".getBytes(UTF_8).length;
        SignatureHelp help = server.getTextDocumentService()
                .signatureHelp(new SignatureHelpParams(new TextDocumentIdentifier(URI), new Position(2, character)))
                .get();
        assertThat(help.getSignatures().getFirst().getLabel()).startsWith("map(f)");
        assertThat(help.getActiveParameter()).isZero();
    }

    @Test
    void aClientOpensChangesAsksAndLeaves() throws Exception {
        InitializeResult result = initialize("utf-8");
        assertThat(result.getCapabilities().getPositionEncoding()).isEqualTo("utf-8");
        assertThat(result.getServerInfo().getName()).isEqualTo("Flowork");
        open(URI, TEXT);
        assertThat(told.take().getDiagnostics()).isEmpty();
        TextDocumentIdentifier text = new TextDocumentIdentifier(URI);

        String head = "  - one: {set: {größe: '${ [1] | m";
        int column = head.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        assertThat(server.getTextDocumentService()
                        .hover(new HoverParams(text, new Position(2, column)))
                        .get()
                        .getContents()
                        .getRight()
                        .getValue())
                .contains("map(f)");
        List<TextEdit> edits = server.getTextDocumentService()
                .rename(new RenameParams(text, new Position(5, 13), "final"))
                .get()
                .getChanges()
                .get(URI);
        assertThat(edits)
                .extracting(TextEdit::getRange)
                .containsExactly(
                        new Range(new Position(5, 12), new Position(5, 16)),
                        new Range(new Position(6, 4), new Position(6, 8)));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> server.getTextDocumentService()
                        .rename(new RenameParams(text, new Position(5, 13), "one"))
                        .get())
                .withCauseInstanceOf(ResponseErrorException.class)
                .withMessageContaining("already a task 'one'");

        change(2, new Range(new Position(5, 12), new Position(5, 16)), "nowhere");
        PublishDiagnosticsParams after = told.take();
        assertThat(after.getVersion()).isEqualTo(2);
        assertThat(after.getDiagnostics()).singleElement().satisfies(problem -> {
            assertThat(problem.getRange()).isEqualTo(new Range(new Position(5, 12), new Position(5, 19)));
            assertThat(problem.getSource()).isEqualTo("flowork");
        });
        assertThat(server.getTextDocumentService()
                        .completion(new CompletionParams(text, new Position(5, 12)))
                        .get()
                        .getRight()
                        .getItems())
                .extracting(CompletionItem::getLabel)
                .contains("one", "end");

        server.shutdown().get();
        server.exit();
        assertThat(inOrder.get()).isTrue();
    }

    private void change(int version, Range range, String text) {
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(URI, version),
                        List.of(new TextDocumentContentChangeEvent(range, text))));
    }

    @Test
    void nothingIsSaidAboutOtherFiles() throws Exception {
        initialize("utf-16");
        open("file:///values.yaml", "replicas: [1,\nimage: {");
        assertThat(told.take().getDiagnostics()).isEmpty();
        assertThat(server.getTextDocumentService()
                        .completion(new CompletionParams(
                                new TextDocumentIdentifier("file:///values.yaml"), new Position(0, 0)))
                        .get()
                        .getRight()
                        .getItems())
                .isEmpty();
    }

    @Test
    void aRequestThatNamesNoTextIsRefused() throws Exception {
        initialize("utf-16");
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() ->
                        server.getTextDocumentService().hover(new HoverParams()).get())
                .withCauseInstanceOf(ResponseErrorException.class)
                .withMessageContaining("textDocument is missing");
    }

    @Test
    void aClientThatVanishesEndsTheServer() throws Exception {
        initialize("utf-16");
        toServer.close();
        assertThat(inOrder.get()).isFalse();
    }

    @Test
    void whatIsNotOpenHasNoAnswers() throws Exception {
        initialize("utf-16");
        change(7, new Range(new Position(0, 0), new Position(9, 9)), "x");
        assertThat(server.getTextDocumentService()
                        .hover(new HoverParams(new TextDocumentIdentifier(URI), new Position(0, 0)))
                        .get())
                .isNull();
    }

    // --- actions ---

    /** A client that resolves actions, shows those that are disabled, and makes files. */
    private static ClientCapabilities able() {
        CodeActionCapabilities actions = new CodeActionCapabilities();
        actions.setDataSupport(true);
        actions.setDisabledSupport(true);
        actions.setResolveSupport(new CodeActionResolveSupportCapabilities(List.of("edit")));
        TextDocumentClientCapabilities text = new TextDocumentClientCapabilities();
        text.setCodeAction(actions);
        WorkspaceEditCapabilities edits = new WorkspaceEditCapabilities();
        edits.setDocumentChanges(true);
        edits.setResourceOperations(List.of(ResourceOperationKind.Create));
        WorkspaceClientCapabilities workspace = new WorkspaceClientCapabilities();
        workspace.setWorkspaceEdit(edits);
        ClientCapabilities capabilities = new ClientCapabilities();
        capabilities.setTextDocument(text);
        capabilities.setWorkspace(workspace);
        return capabilities;
    }

    private List<CodeAction> actions(int line, int character, String... only) throws Exception {
        Position at = new Position(line, character);
        CodeActionContext context = new CodeActionContext(List.of());
        if (only.length > 0) {
            context.setOnly(List.of(only));
        }
        return server
                .getTextDocumentService()
                .codeAction(new CodeActionParams(new TextDocumentIdentifier(URI), new Range(at, at), context))
                .get()
                .stream()
                .map(Either::getRight)
                .toList();
    }

    private static final String STEPS = """
        document: {dsl: 1.0.3, namespace: a, name: orders, version: 1.0.0}
        do:
          - one:
              set: {a: 1}
          - two:
              set: {b: 1}
              then: end
        """;

    @Test
    void anActionIsListedWithoutItsChangeAndResolved() throws Exception {
        initialize(able(), "utf-16");
        open(URI, STEPS);
        List<CodeAction> actions = actions(2, 5, "refactor.extract");
        assertThat(actions)
                .extracting(CodeAction::getTitle)
                .containsExactly(
                        "Put the task in a 'do'", "Make the task a function", "Make the task a workflow of its own");
        assertThat(actions).allMatch(each -> each.getEdit() == null);
        CodeAction resolved = server.getTextDocumentService()
                .resolveCodeAction(actions.getLast())
                .get();
        var changes = resolved.getEdit().getDocumentChanges();
        assertThat(changes.getFirst().getRight().getKind()).isEqualTo(ResourceOperationKind.Create);
        assertThat(((CreateFile) changes.getFirst().getRight()).getUri()).isEqualTo("file:///orders-one.flow.yaml");
        assertThat(changes.get(1).getLeft().getEdits().getFirst().getNewText()).contains("name: orders-one");
        assertThat(changes.getLast().getLeft().getTextDocument().getVersion()).isEqualTo(1);
        assertThat(changes.getLast().getLeft().getEdits().getFirst().getNewText())
                .contains("run:");
    }

    @Test
    void anActionThatCannotBeMadeSaysWhy() throws Exception {
        initialize(able(), "utf-16");
        open(URI, STEPS);
        assertThat(actions(4, 5, "refactor.extract"))
                .filteredOn(each -> each.getTitle().contains("function"))
                .extracting(each -> each.getDisabled().getReason())
                .containsExactly("'then: end' ends this workflow");
    }

    @Test
    void anActionOfAnOlderTextIsRefusedInWords() throws Exception {
        initialize(able(), "utf-16");
        open(URI, STEPS);
        CodeAction action = actions(2, 5, "refactor.extract").getFirst();
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(URI, 2),
                        List.of(new TextDocumentContentChangeEvent(
                                new Range(new Position(0, 0), new Position(0, 0)), "# new\n"))));
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> server.getTextDocumentService()
                        .resolveCodeAction(action)
                        .get())
                .withMessageContaining("The text has changed since this was offered");
    }

    @Test
    void aClientThatResolvesNothingGetsChangesAtOnce() throws Exception {
        initialize("utf-16");
        open(URI, STEPS);
        List<CodeAction> actions = actions(2, 5, "refactor");
        assertThat(actions).isNotEmpty().allMatch(each -> each.getEdit() != null && each.getDisabled() == null);
        assertThat(actions).extracting(CodeAction::getTitle).doesNotContain("Make the task a workflow of its own");
        assertThat(actions(4, 5, "source.organizeImports")).isEmpty();
    }

    @Test
    void aTextIsFormattedInTheClientsUnits() throws Exception {
        initialize("utf-8");
        open(URI, "document: {}\ndo:\n    - größe:   {wait:  PT1S}   # so\n");
        TextDocumentIdentifier text = new TextDocumentIdentifier(URI);
        List<? extends TextEdit> edits = server.getTextDocumentService()
                .formatting(new DocumentFormattingParams(text, new FormattingOptions(2, true)))
                .get();
        assertThat(edits)
                .extracting(TextEdit::getRange)
                .containsExactly(
                        new Range(new Position(2, 0), new Position(2, 4)),
                        new Range(new Position(2, 14), new Position(2, 17)),
                        new Range(new Position(2, 30), new Position(2, 33)));
        assertThat(server.getTextDocumentService()
                        .onTypeFormatting(new DocumentOnTypeFormattingParams(
                                text, new FormattingOptions(2, true), new Position(3, 0), "\n"))
                        .get())
                .hasSize(1);
        assertThat(server.getTextDocumentService()
                        .rangeFormatting(new DocumentRangeFormattingParams(
                                text,
                                new FormattingOptions(2, true),
                                new Range(new Position(0, 0), new Position(2, 0))))
                        .get())
                .isEmpty();
    }

    @Test
    void whatStandsBesideTheTextIsToldInShortAndInFull() throws Exception {
        initialize("utf-16");
        open(URI, TEXT);
        TextDocumentIdentifier text = new TextDocumentIdentifier(URI);
        Range all = new Range(new Position(0, 0), new Position(7, 0));
        List<InlayHint> hints = server.getTextDocumentService()
                .inlayHint(new InlayHintParams(text, all))
                .get();
        InlayHint last = hints.getLast();
        assertThat(last.getLabel().getLeft()).isEqualTo("then: end");
        assertThat(last.getPosition()).isEqualTo(new Position(6, 9));
        assertThat(server.getTextDocumentService()
                        .resolveInlayHint(last)
                        .get()
                        .getTooltip()
                        .getRight()
                        .getValue())
                .contains("`then`");

        List<? extends CodeLens> lenses = server.getTextDocumentService()
                .codeLens(new CodeLensParams(text))
                .get();
        List<String> titles = new ArrayList<>();
        for (CodeLens lens : lenses) {
            Command command =
                    server.getTextDocumentService().resolveCodeLens(lens).get().getCommand();
            titles.add(command.getTitle());
            assertThat(command.getCommand()).as("the client has no commands").isEmpty();
        }
        assertThat(titles).as("of a task; nobody runs the workflow").containsExactly("1 reference");
        assertThat(server.getTextDocumentService()
                        .inlineValue(new InlineValueParams(text, all, new InlineValueContext(1, all)))
                        .get())
                .as("nothing to evaluate in this text")
                .isEmpty();
    }
}
