package io.flowork.lsp.shell;

import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.recorded.RecordedRuns;
import io.flowork.lsp.recorded.SwitchedRuns;
import io.flowork.lsp.workspace.Settings;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.InitializedParams;
import org.eclipse.lsp4j.PublishDiagnosticsCapabilities;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.WorkDoneProgressCancelParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** One client's language server. */
final class FloworkLanguageServer implements LanguageServer, AutoCloseable {
    private final ServerContext context;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("flowork-lsp").factory());
    private final ScheduledExecutorService analyst = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("flowork-lsp-analysis").factory());
    private final Answers answers;
    private final Texts texts;
    private final Workspaces workspaces;
    private final Client client;
    private final RecordedRuns.Listening news;
    private final ExecutorService scanner = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("flowork-lsp-files").factory());
    private final CountDownLatch exited = new CountDownLatch(1);
    private volatile boolean shutdown;
    private volatile boolean endsWithClient;

    /**
     * A server that has not been asked anything.
     *
     * @param client gives the client once it can be spoken to
     */
    FloworkLanguageServer(ServerContext context, Supplier<@Nullable LanguageClient> client) {
        this.context = context;
        this.client = new Client(client);
        AtomicReference<Settings> settings = new AtomicReference<>(Settings.DEFAULT);
        SwitchedRuns runs =
                new SwitchedRuns(context.runs(), () -> settings.get().recordedData());
        this.news = runs.listen(this.client::refreshBeside);
        OpenTexts open = new OpenTexts(context.functions(), runs);
        WorkspaceIndex index = new WorkspaceIndex(context.files(), context.functions(), open, this.client::warn);
        this.answers = new Answers(open, index, worker, new Convert(PositionEncoding.UTF_16, code -> Optional.empty()));
        Diagnosing diagnosing = new Diagnosing(open, index, this.client, settings::get, answers::convert);
        Publisher publisher = new Publisher(open, index, diagnosing, worker, analyst, scanner, this.client);
        this.texts = new Texts(open, publisher, diagnosing, answers, settings::get, this.client);
        this.workspaces = new Workspaces(index, answers, this.client, publisher, diagnosing, scanner, settings);
    }

    /** Is also to end with the process that the client says it is. */
    void endWithClient() {
        endsWithClient = true;
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        PositionEncoding encoding = encoding(params);
        client.can(params.getCapabilities());
        client.has(ClientCommands.of(params));
        workspaces.initialize(params);
        boolean links = client.text(text -> {
            PublishDiagnosticsCapabilities told = text.getPublishDiagnostics();
            return told == null ? null : told.getCodeDescriptionSupport();
        });
        answers.counting(new Convert(encoding, code -> links ? context.files().page(code) : Optional.empty()));
        Integer process = params.getProcessId();
        if (endsWithClient && process != null) {
            // one that is not there, or is this one, may be in another container
            ProcessHandle.of(process)
                    .filter(found -> !found.equals(ProcessHandle.current()))
                    .ifPresent(found -> {
                        var _ = found.onExit().thenRun(this::exit);
                    });
        }
        ServerCapabilities capabilities = new ServerCapabilities();
        capabilities.setPositionEncoding(encoding.kind());
        texts.offer(capabilities);
        workspaces.offer(capabilities);
        return CompletableFuture.completedFuture(
                new InitializeResult(capabilities, new ServerInfo("Flowork", context.version())));
    }

    private static PositionEncoding encoding(InitializeParams params) {
        @Nullable
        GeneralClientCapabilities general = params.getCapabilities() == null
                ? null
                : params.getCapabilities().getGeneral();
        @Nullable List<String> offered = general == null ? null : general.getPositionEncodings();
        return offered == null ? PositionEncoding.UTF_16 : PositionEncoding.of(offered);
    }

    @Override
    public void initialized(InitializedParams params) {
        workspaces.start();
    }

    @Override
    public void cancelProgress(WorkDoneProgressCancelParams params) {
        client.stop(params.getToken());
    }

    @Override
    public CompletableFuture<Object> shutdown() {
        shutdown = true;
        return CompletableFuture.completedFuture(new Object());
    }

    @Override
    public void exit() {
        exited.countDown();
    }

    /** Waits until the client says goodbye, or is gone. */
    void awaitExit() throws InterruptedException {
        exited.await();
    }

    /** Whether the client has asked for the end before it left. */
    boolean isShutDown() {
        return shutdown;
    }

    @Override
    public TextDocumentService getTextDocumentService() {
        return texts;
    }

    @Override
    public WorkspaceService getWorkspaceService() {
        return workspaces;
    }

    @Override
    public void close() {
        news.close();
        worker.shutdownNow();
        analyst.shutdownNow();
        scanner.shutdownNow();
    }
}
