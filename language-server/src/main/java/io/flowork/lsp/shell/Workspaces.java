package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.navigate.FilePaths;
import io.flowork.lsp.navigate.Spot;
import io.flowork.lsp.workspace.Settings;
import io.flowork.lsp.workspace.SymbolSearch;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.lsp4j.ConfigurationItem;
import org.eclipse.lsp4j.ConfigurationParams;
import org.eclipse.lsp4j.DidChangeConfigurationParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesParams;
import org.eclipse.lsp4j.DidChangeWatchedFilesRegistrationOptions;
import org.eclipse.lsp4j.DidChangeWorkspaceFoldersParams;
import org.eclipse.lsp4j.DynamicRegistrationCapabilities;
import org.eclipse.lsp4j.FileEvent;
import org.eclipse.lsp4j.FileOperationFilter;
import org.eclipse.lsp4j.FileOperationOptions;
import org.eclipse.lsp4j.FileOperationPattern;
import org.eclipse.lsp4j.FileOperationsServerCapabilities;
import org.eclipse.lsp4j.FileRename;
import org.eclipse.lsp4j.FileSystemWatcher;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.Registration;
import org.eclipse.lsp4j.RegistrationParams;
import org.eclipse.lsp4j.RenameFilesParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SymbolInformation;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceDiagnosticParams;
import org.eclipse.lsp4j.WorkspaceDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceFolder;
import org.eclipse.lsp4j.WorkspaceFoldersChangeEvent;
import org.eclipse.lsp4j.WorkspaceFoldersOptions;
import org.eclipse.lsp4j.WorkspaceServerCapabilities;
import org.eclipse.lsp4j.WorkspaceSymbol;
import org.eclipse.lsp4j.WorkspaceSymbolParams;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** What the protocol says about folders, their files, and settings. */
final class Workspaces implements WorkspaceService {
    private static final String SECTION = "flowork";
    private static final String SETTINGS_FILE = "flowork.toml";
    private static final int WORTH_SHOWING = 200;

    private final WorkspaceIndex index;
    private final Answers answers;
    private final Client client;
    private final Publisher publisher;
    private final Diagnosing diagnosing;
    private final ExecutorService scanner;
    private final AtomicReference<Settings> settings;

    /**
     * No folder is known.
     *
     * @param scanner what is done for all files is done on it, one after the other
     * @param settings where the settings are kept
     */
    Workspaces(
            WorkspaceIndex index,
            Answers answers,
            Client client,
            Publisher publisher,
            Diagnosing diagnosing,
            ExecutorService scanner,
            AtomicReference<Settings> settings) {
        this.index = index;
        this.answers = answers;
        this.client = client;
        this.publisher = publisher;
        this.diagnosing = diagnosing;
        this.scanner = scanner;
        this.settings = settings;
    }

    /** The client has said who it is. */
    @SuppressWarnings("deprecation") // clients of before 2018 have one folder
    void initialize(InitializeParams params) {
        set(params.getInitializationOptions());
        List<WorkspaceFolder> given = params.getWorkspaceFolders();
        List<String> uris =
                given != null ? uris(given) : params.getRootUri() != null ? List.of(params.getRootUri()) : List.of();
        index.folders(folders(uris.stream()));
    }

    /** Says to a client what it can tell and ask. */
    void offer(ServerCapabilities capabilities) {
        WorkspaceFoldersOptions folders = new WorkspaceFoldersOptions();
        folders.setSupported(true);
        folders.setChangeNotifications(true);
        WorkspaceServerCapabilities workspace = new WorkspaceServerCapabilities(folders);
        FileOperationsServerCapabilities operations = new FileOperationsServerCapabilities();
        FileOperationOptions all =
                new FileOperationOptions(List.of(new FileOperationFilter(new FileOperationPattern("**/*"), "file")));
        operations.setWillRename(all);
        operations.setDidRename(all);
        workspace.setFileOperations(operations);
        capabilities.setWorkspace(workspace);
        capabilities.setWorkspaceSymbolProvider(true);
        diagnosing.offer(capabilities);
    }

    /** The client is ready to be spoken to: asks it for what changes, and looks at the folders. */
    void start() {
        List<Registration> wanted = new ArrayList<>();
        if (isDynamic(WorkspaceClientCapabilities::getDidChangeWatchedFiles)) {
            wanted.add(new Registration(
                    "flowork-files",
                    "workspace/didChangeWatchedFiles",
                    new DidChangeWatchedFilesRegistrationOptions(List.of(
                            new FileSystemWatcher(Either.forLeft("**/*.{yaml,yml,json}")),
                            new FileSystemWatcher(Either.forLeft("**/" + SETTINGS_FILE))))));
        }
        if (isDynamic(WorkspaceClientCapabilities::getDidChangeConfiguration)) {
            wanted.add(new Registration(
                    "flowork-settings", "workspace/didChangeConfiguration", Map.of("section", SECTION)));
        }
        if (!wanted.isEmpty()) {
            client.request(listening -> listening.registerCapability(new RegistrationParams(wanted)));
        }
        askForSettings();
        scan();
    }

    private boolean isDynamic(
            java.util.function.Function<WorkspaceClientCapabilities, @Nullable DynamicRegistrationCapabilities> part) {
        return client.workspace(workspace -> {
            DynamicRegistrationCapabilities said = part.apply(workspace);
            return said == null ? null : said.getDynamicRegistration();
        });
    }

    private void scan() {
        scanner.execute(() -> {
            try (ScanProgress progress = new ScanProgress()) {
                index.scan(progress::step, progress::isStopped);
            }
            publisher.retellNow();
            client.refreshBeside(); // what is found counts among the references
        });
    }

    /** Shown only when there is enough to look at. */
    private final class ScanProgress implements AutoCloseable {
        private Client.@Nullable Work shown;

        void step(int done, int all) {
            if (shown == null && all >= WORTH_SHOWING) {
                shown = client.begin("Flowork: looking at workflows");
            }
            if (shown != null) {
                shown.report(done, all);
            }
        }

        boolean isStopped() {
            return scanner.isShutdown() || (shown != null && shown.isStopped());
        }

        @Override
        public void close() {
            if (shown != null) {
                shown.close();
            }
        }
    }

    // --- settings ---

    private void set(@Nullable Object given) {
        try {
            JsonValue read = given == null ? JsonObject.EMPTY : JsonReader.parse(given.toString());
            settings.set(Settings.of(read, client::warn));
        } catch (JsonSyntaxException e) {
            client.warn("the settings are no JSON: " + e.getMessage());
        }
    }

    private void askForSettings() {
        if (!client.workspace(WorkspaceClientCapabilities::getConfiguration)) {
            return;
        }
        ConfigurationItem item = new ConfigurationItem();
        item.setSection(SECTION);
        client.request(listening -> listening
                .configuration(new ConfigurationParams(List.of(item)))
                .thenAccept(answer -> {
                    if (answer != null && !answer.isEmpty() && answer.getFirst() != null) {
                        set(answer.getFirst());
                        publisher.retell();
                        client.refreshBeside();
                    }
                }));
    }

    @Override
    public void didChangeConfiguration(DidChangeConfigurationParams params) {
        if (client.workspace(WorkspaceClientCapabilities::getConfiguration)) {
            askForSettings();
        } else {
            set(params.getSettings());
            publisher.retell();
            client.refreshBeside();
        }
    }

    // --- files and folders ---

    @Override
    public void didChangeWorkspaceFolders(DidChangeWorkspaceFoldersParams params) {
        Set<Path> folders = new LinkedHashSet<>(index.folders());
        WorkspaceFoldersChangeEvent event = Failures.needed(params.getEvent(), "event");
        folders.removeAll(folders(uris(event.getRemoved()).stream()));
        folders.addAll(folders(uris(event.getAdded()).stream()));
        index.folders(folders);
        scan();
    }

    private static List<String> uris(@Nullable List<WorkspaceFolder> folders) {
        return Failures.all(folders, "a list of folders").stream()
                .map(folder -> Failures.needed(folder.getUri(), "the URI of a folder"))
                .toList();
    }

    private static List<Path> folders(Stream<String> uris) {
        return uris.map(Workspaces::path).filter(Path::isAbsolute).toList();
    }

    @Override
    public void didChangeWatchedFiles(DidChangeWatchedFilesParams params) {
        reread(Failures.all(params.getChanges(), "changes").stream()
                .map(FileEvent::getUri)
                .toList());
    }

    private void reread(List<String> uris) {
        uris.forEach(Workspaces::path); // or it is refused
        scanner.execute(() -> {
            index.refresh();
            uris.forEach(index::reread);
            publisher.retellNow();
        });
    }

    @Override
    public CompletableFuture<WorkspaceDiagnosticReport> diagnostic(WorkspaceDiagnosticParams params) {
        return diagnosing.workspace(params, scanner);
    }

    @Override
    public CompletableFuture<WorkspaceEdit> willRenameFiles(RenameFilesParams params) {
        return CompletableFutures.computeAsync(answers.worker(), cancelled -> {
            cancelled.checkCanceled();
            Map<Path, Path> moves = new LinkedHashMap<>();
            for (FileRename move : Failures.all(params.getFiles(), "files")) {
                moves.put(path(move.getOldUri()), path(move.getNewUri()));
            }
            return answers.edits(FilePaths.edits(moves, index));
        });
    }

    @Override
    public void didRenameFiles(RenameFilesParams params) {
        List<FileRename> moves = Failures.all(params.getFiles(), "files");
        for (FileRename move : moves) {
            if (index.entry(Failures.needed(move.getOldUri(), "oldUri")).isEmpty()) {
                scan(); // a folder, or a file that workflows may name
                return;
            }
        }
        reread(moves.stream()
                .flatMap(move -> Stream.of(move.getOldUri(), move.getNewUri()))
                .toList());
    }

    private static Path path(@Nullable String uri) {
        return OpenTexts.file(OpenTexts.name(Failures.needed(uri, "the URI of a file")))
                .map(Path::normalize)
                .orElseThrow(() -> Failures.wrong("'" + uri + "' is no file"));
    }

    // --- symbols ---

    @Override
    public CompletableFuture<Either<List<? extends SymbolInformation>, List<? extends WorkspaceSymbol>>> symbol(
            WorkspaceSymbolParams params) {
        return CompletableFutures.computeAsync(answers.worker(), cancelled -> {
            cancelled.checkCanceled();
            return Either.forRight(
                    SymbolSearch.find(index.current(), Failures.needed(params.getQuery(), "query")).stream()
                            .map(this::symbol)
                            .toList());
        });
    }

    private WorkspaceSymbol symbol(SymbolSearch.Found found) {
        Spot spot = new Spot(
                found.file().uri(), found.file().source(), found.symbol().selection());
        return new WorkspaceSymbol(
                found.symbol().name(),
                Structure.kind(found.symbol()),
                Either.forLeft(answers.location(spot)),
                found.container());
    }
}
