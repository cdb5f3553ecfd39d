package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.testing.DiskFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticCapabilities;
import org.eclipse.lsp4j.DiagnosticWorkspaceCapabilities;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeTextDocumentParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesCapabilities;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.DidCloseTextDocumentParams;
import org.eclipse.lsp4j.DidOpenTextDocumentParams;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.FileChangeType;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.FileRename;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PreviousResultId;
import org.eclipse.lsp4j.ProgressParams;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.RenameFilesParams;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentContentChangeEvent;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextDocumentItem;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WindowClientCapabilities;
import org.eclipse.lsp4j.WorkDoneProgressCreateParams;
import org.eclipse.lsp4j.WorkDoneProgressKind;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceDiagnosticParams;
import org.eclipse.lsp4j.WorkspaceDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceDocumentDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersChangeEvent;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.launch.LSPLauncher;
import org.eclipse.lsp4j.services.LanguageServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client with folders of files on a disk. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WorkspaceServingTest {
    private static final String ORDER = """
        document: {dsl: 1.0.3, namespace: shop, name: order, version: 1.0.0}
        do:
          - go: {run: {workflow: {namespace: shop, name: ship, version: 2.0.0}}}
        """;
    private static final String SHIP = """
        document: {dsl: 1.0.3, namespace: shop, name: ship, version: 1.0.0}
        input: {schema: {resource: {endpoint: schemas/order.json}}}
        do:
          - pack: {set: {a: 1}}
        """;

    @TempDir
    Path folder;

    private final BlockingQueue<PublishDiagnosticsParams> told = new LinkedBlockingQueue<>();
    private final Map<String, List<String>> known = new HashMap<>();
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final BlockingQueue<Registration> registered = new LinkedBlockingQueue<>();
    private final BlockingQueue<WorkDoneProgressKind> progress = new LinkedBlockingQueue<>();
    private final BlockingQueue<Integer> refreshed = new LinkedBlockingQueue<>();
    private final ClientCapabilities can = new ClientCapabilities();
    private volatile Object settings = Map.of();
    private LanguageServer server;
    private OutputStream toServer;

    private final class Client extends QuietClient {
        Client() {
            super(told);
        }

        @Override
        public void showMessage(MessageParams message) {
            shown.add(message.getMessage());
        }

        @Override
        public CompletableFuture<Void> registerCapability(RegistrationParams params) {
            registered.addAll(params.getRegistrations());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletableFuture<List<Object>> configuration(ConfigurationParams params) {
            return CompletableFuture.completedFuture(List.of(settings));
        }

        @Override
        public CompletableFuture<Void> createProgress(WorkDoneProgressCreateParams params) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void notifyProgress(ProgressParams params) {
            progress.add(params.getValue().getLeft().getKind());
        }

        @Override
        public CompletableFuture<Void> refreshDiagnostics() {
            refreshed.add(1);
            return CompletableFuture.completedFuture(null);
        }
    }

    @BeforeEach
    void connect() throws IOException {
        PipedOutputStream clientOut = new PipedOutputStream();
        PipedOutputStream serverOut = new PipedOutputStream();
        PipedInputStream serverIn = new PipedInputStream(clientOut, 1 << 16);
        PipedInputStream clientIn = new PipedInputStream(serverOut, 1 << 16);
        toServer = clientOut;
        ServerContext context = new ServerContext("test", FunctionSignatures.NONE, new DiskFiles(), RecordedRuns.NONE);
        Thread.ofPlatform().daemon().start(() -> {
            try {
                var _ = Serving.serve(serverIn, serverOut, context);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Launcher<LanguageServer> launcher = LSPLauncher.createClientLauncher(new Client(), clientIn, clientOut);
        var _ = launcher.startListening();
        server = launcher.getRemoteProxy();
        can.setTextDocument(new TextDocumentClientCapabilities());
        can.setWorkspace(new WorkspaceClientCapabilities());
    }

    @AfterEach
    void disconnect() throws IOException {
        toServer.close();
    }

    private void initialize() throws Exception {
        InitializeParams params = new InitializeParams();
        params.setCapabilities(can);
        params.setWorkspaceFolders(List.of(new WorkspaceFolder(uri("."), "shop")));
        var _ = server.initialize(params).get();
        server.initialized(new InitializedParams());
    }

    private void pulls() {
        can.getTextDocument().setDiagnostic(new DiagnosticCapabilities());
        can.getWorkspace().setDiagnostics(new DiagnosticWorkspaceCapabilities(true));
    }

    private String uri(String name) {
        return folder.resolve(name).normalize().toUri().toString().replaceAll("/$", "");
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void open(String name, String text) {
        server.getTextDocumentService()
                .didOpen(new DidOpenTextDocumentParams(new TextDocumentItem(uri(name), "yaml", 1, text)));
    }

    private void change(String name, int version, String text) {
        server.getTextDocumentService()
                .didChange(new DidChangeTextDocumentParams(
                        new VersionedTextDocumentIdentifier(uri(name), version),
                        List.of(new TextDocumentContentChangeEvent(text))));
    }

    private void watched(String name, FileChangeType type) {
        server.getWorkspaceService()
                .didChangeWatchedFiles(new DidChangeWatchedFilesParams(List.of(new FileEvent(uri(name), type))));
    }

    /** Waits until a file's diagnostics are these codes: what was told of several files may come in any order. */
    private void told(String name, String... codes) throws InterruptedException {
        while (!List.of(codes).equals(known.get(uri(name)))) {
            PublishDiagnosticsParams next = told.take();
            known.put(next.getUri(), codes(next.getDiagnostics()));
        }
    }

    private static List<String> codes(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(each -> each.getCode().getLeft()).toList();
    }

    @Test
    void whatIsWrongAcrossFilesIsToldAlsoOfThoseThatAreNotOpen() throws Exception {
        write("order.flow.yaml", ORDER);
        write("ship.flow.yaml", SHIP);
        initialize();
        told("order.flow.yaml", "FW1710");
        told("ship.flow.yaml", "FW1714");
        write("schemas/order.json", "{\"type\": \"object\"}");
        watched("schemas/order.json", FileChangeType.Created);
        told("ship.flow.yaml");
        open("ship.flow.yaml", SHIP);
        change("ship.flow.yaml", 2, SHIP.replace("1.0.0", "2.0.0"));
        told("order.flow.yaml");
        server.getTextDocumentService()
                .didClose(new DidCloseTextDocumentParams(new TextDocumentIdentifier(uri("ship.flow.yaml"))));
        told("order.flow.yaml", "FW1710");
        Files.delete(folder.resolve("order.flow.yaml"));
        watched("order.flow.yaml", FileChangeType.Deleted);
        told("order.flow.yaml");
    }

    @Test
    void aClientThatAsksIsNotTold() throws Exception {
        pulls();
        write("order.flow.yaml", ORDER);
        write("ship.flow.yaml", SHIP);
        initialize();
        refreshed.take();
        open("order.flow.yaml", ORDER);
        DocumentDiagnosticParams asked =
                new DocumentDiagnosticParams(new TextDocumentIdentifier(uri("order.flow.yaml")));
        DocumentDiagnosticReport first =
                server.getTextDocumentService().diagnostic(asked).get();
        assertThat(codes(first.getLeft().getItems())).containsExactly("FW1710");
        asked.setPreviousResultId(first.getLeft().getResultId());
        assertThat(server.getTextDocumentService().diagnostic(asked).get().isRight())
                .isTrue();

        WorkspaceDiagnosticReport all = server.getWorkspaceService()
                .diagnostic(new WorkspaceDiagnosticParams(List.of()))
                .get();
        assertThat(all.getItems()).hasSize(2).allMatch(item -> item.isLeft());
        List<PreviousResultId> known = all.getItems().stream()
                .map(item -> new PreviousResultId(
                        item.getLeft().getUri(), item.getLeft().getResultId()))
                .toList();
        Files.delete(folder.resolve("ship.flow.yaml"));
        watched("ship.flow.yaml", FileChangeType.Deleted);
        refreshed.take();
        WorkspaceDiagnosticReport again = server.getWorkspaceService()
                .diagnostic(new WorkspaceDiagnosticParams(known))
                .get();
        assertThat(again.getItems())
                .filteredOn(WorkspaceDocumentDiagnosticReport::isLeft)
                .extracting(
                        item -> item.getLeft().getUri(),
                        item -> item.getLeft().getItems().size())
                .contains(org.assertj.core.api.Assertions.tuple(uri("ship.flow.yaml"), 0));
        assertThat(told).isEmpty();
    }

    @Test
    void namesLeadIntoFilesThatAreNotOpenAndCanBeChangedThere() throws Exception {
        write("order.flow.yaml", ORDER.replace("2.0.0", "1.0.0"));
        write("deep/ship.flow.yaml", SHIP);
        initialize();
        told("deep/ship.flow.yaml", "FW1714"); // the folders were looked at
        open("order.flow.yaml", ORDER.replace("2.0.0", "1.0.0"));
        TextDocumentIdentifier order = new TextDocumentIdentifier(uri("order.flow.yaml"));
        Position name = new Position(2, 50);
        List<? extends Location> found = server.getTextDocumentService()
                .definition(new DefinitionParams(order, name))
                .get()
                .getLeft();
        assertThat(found).extracting(Location::getUri).containsExactly(uri("deep/ship.flow.yaml"));
        WorkspaceEdit renamed = server.getTextDocumentService()
                .rename(new RenameParams(order, name, "deliver"))
                .get();
        assertThat(renamed.getChanges()).containsOnlyKeys(uri("order.flow.yaml"), uri("deep/ship.flow.yaml"));
        List<? extends WorkspaceSymbol> symbols = server.getWorkspaceService()
                .symbol(new WorkspaceSymbolParams("PK"))
                .get()
                .getRight();
        assertThat(symbols).singleElement().satisfies(symbol -> {
            assertThat(symbol.getName()).isEqualTo("pack");
            assertThat(symbol.getContainerName()).isEqualTo("ship");
        });
    }

    @Test
    void pathsFollowFilesThatMove() throws Exception {
        write("ship.flow.yaml", SHIP);
        write("schemas/order.json", "{\"type\": \"object\"}");
        initialize();
        open("ship.flow.yaml", SHIP);
        told("ship.flow.yaml");
        assertThat(moved("schemas/order.json", "data/orders.json")).containsExactly("data/orders.json");
        assertThat(moved("schemas", "types")).containsExactly("types/order.json");
        assertThat(moved("ship.flow.yaml", "workflows/ship.flow.yaml")).containsExactly("../schemas/order.json");
        assertThat(moved("other.json", "another.json")).isEmpty();

        Files.move(folder.resolve("schemas"), folder.resolve("types"));
        server.getWorkspaceService()
                .didRenameFiles(new RenameFilesParams(List.of(new FileRename(uri("schemas"), uri("types")))));
        change("ship.flow.yaml", 2, SHIP.replace("schemas/", "types/"));
        open("other.flow.yaml", ORDER);
        told("other.flow.yaml", "FW1710"); // after the folders were looked at again
        assertThat(moved("types", "schemas")).containsExactly("schemas/order.json");
    }

    private List<String> moved(String from, String to) throws Exception {
        WorkspaceEdit edit = server.getWorkspaceService()
                .willRenameFiles(new RenameFilesParams(List.of(new FileRename(uri(from), uri(to)))))
                .get();
        List<String> texts = new ArrayList<>();
        edit.getChanges()
                .values()
                .forEach(edits -> edits.stream().map(TextEdit::getNewText).forEach(texts::add));
        return texts;
    }

    @Test
    void theClientIsAskedForItsSettingsAndForChanges() throws Exception {
        can.getWorkspace().setConfiguration(true);
        can.getWorkspace().setDidChangeWatchedFiles(new DidChangeWatchedFilesCapabilities(true));
        settings = Map.of("diagnostics", Map.of("scope", "open"), "check", Map.of("severity", Map.of("FW1", "off")));
        write("order.flow.yaml", ORDER);
        write("ship.flow.yaml", SHIP);
        initialize();
        assertThat(shown.take()).contains("flowork.check.severity", "there is no code FW1");
        assertThat(registered.take().getMethod()).isEqualTo("workspace/didChangeWatchedFiles");
        open("order.flow.yaml", ORDER);
        told("order.flow.yaml", "FW1710");
        settings = Map.of("check", Map.of("severity", Map.of("FW1710", "off")));
        server.getWorkspaceService().didChangeConfiguration(new DidChangeConfigurationParams(Map.of()));
        told("order.flow.yaml");
        told("ship.flow.yaml", "FW1714"); // of what is not open too, by the new settings
    }

    @Test
    void aFolderComesAndGoes(@TempDir Path other) throws Exception {
        Files.writeString(other.resolve("ship.flow.yaml"), SHIP.replace("1.0.0", "2.0.0"));
        write("order.flow.yaml", ORDER);
        initialize();
        open("order.flow.yaml", ORDER);
        WorkspaceFolder more = new WorkspaceFolder(other.toUri().toString(), "more");
        change("order.flow.yaml", 2, ORDER.replace("name: ship", "name: shop"));
        server.getWorkspaceService()
                .didChangeWorkspaceFolders(
                        new DidChangeWorkspaceFoldersParams(new WorkspaceFoldersChangeEvent(List.of(more), List.of())));
        told("order.flow.yaml", "FW1711"); // a near name is known now
        server.getWorkspaceService()
                .didChangeWorkspaceFolders(
                        new DidChangeWorkspaceFoldersParams(new WorkspaceFoldersChangeEvent(List.of(), List.of(more))));
        told("order.flow.yaml");
    }

    @Test
    void aDiagnosticLeadsToThePageAboutItsCode() throws Exception {
        PublishDiagnosticsCapabilities diagnostics = new PublishDiagnosticsCapabilities();
        diagnostics.setCodeDescriptionSupport(true);
        can.getTextDocument().setPublishDiagnostics(diagnostics);
        write("ship.flow.yaml", SHIP.replace("- pack: {set: {a: 1}}", "- pack: {wiat: PT1S}"));
        initialize();
        PublishDiagnosticsParams all = told.take();
        assertThat(all.getDiagnostics()).anySatisfy(diagnostic -> {
            assertThat(diagnostic.getCodeDescription().getHref())
                    .isEqualTo("file:///pages/" + diagnostic.getCode().getLeft() + ".md");
            assertThat(String.valueOf(diagnostic.getData())).contains("wait");
        });
    }

    @Test
    void longWorkIsShown() throws Exception {
        can.setWindow(new WindowClientCapabilities());
        can.getWindow().setWorkDoneProgress(true);
        for (int i = 0; i < 250; i++) {
            write("many/w" + i + ".flow.yaml", SHIP.replace("name: ship", "name: ship" + i));
        }
        initialize();
        assertThat(progress.take()).isEqualTo(WorkDoneProgressKind.begin);
        WorkDoneProgressKind last = progress.take();
        while (last == WorkDoneProgressKind.report) {
            last = progress.take();
        }
        assertThat(last).isEqualTo(WorkDoneProgressKind.end);
    }
}
