package io.flowork.lsp.shell;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.MessageActionItem;
import org.eclipse.lsp4j.MessageParams;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.ShowMessageRequestParams;
import org.eclipse.lsp4j.services.LanguageClient;

/** A client that keeps the diagnostics it is told and answers nothing. */
class QuietClient implements LanguageClient {
    private final BlockingQueue<PublishDiagnosticsParams> told;

    /** A client that adds what it is told to a queue. */
    QuietClient(BlockingQueue<PublishDiagnosticsParams> told) {
        this.told = told;
    }

    @Override
    public void telemetryEvent(Object object) {
        throw new AssertionError("there is no telemetry");
    }

    @Override
    public void publishDiagnostics(PublishDiagnosticsParams diagnostics) {
        told.add(diagnostics);
    }

    @Override
    public void showMessage(MessageParams message) {}

    @Override
    public CompletableFuture<MessageActionItem> showMessageRequest(ShowMessageRequestParams request) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void logMessage(MessageParams message) {}
}
