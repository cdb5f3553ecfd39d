package io.flowork.lsp.shell;

import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.recorded.SwitchedRuns;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.eclipse.lsp4j.GeneralClientCapabilities;
import org.eclipse.lsp4j.InitializeParams;
import org.eclipse.lsp4j.InitializeResult;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.ServerInfo;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.eclipse.lsp4j.services.TextDocumentService;
import org.eclipse.lsp4j.services.WorkspaceService;
import org.jspecify.annotations.Nullable;

/** One client's language server. */
final class FloworkLanguageServer implements LanguageServer, AutoCloseable {
    private final ServerContext context;
    private final SwitchedRuns runs;
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("flowork-lsp").factory());
    private final Answers answers;
    private final Texts texts;
    private final Workspaces workspaces = new Workspaces();
    private final CountDownLatch exited = new CountDownLatch(1);
    private volatile boolean shutdown;

    /**
     * A server that has not been asked anything.
     *
     * @param client gives the client once it can be spoken to
     */
    FloworkLanguageServer(ServerContext context, Supplier<@Nullable LanguageClient> client) {
        this.context = context;
        this.runs = new SwitchedRuns(context.runs());
        OpenTexts open = new OpenTexts(context.functions(), runs);
        this.answers = new Answers(open, worker, new Convert(PositionEncoding.UTF_16));
        this.texts = new Texts(open, new Publisher(open, worker, client), answers);
    }

    @Override
    public CompletableFuture<InitializeResult> initialize(InitializeParams params) {
        PositionEncoding encoding = encoding(params);
        answers.counting(new Convert(encoding));
        ServerCapabilities capabilities = new ServerCapabilities();
        capabilities.setPositionEncoding(encoding.kind());
        texts.offer(capabilities);
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
        worker.shutdownNow();
    }
}
