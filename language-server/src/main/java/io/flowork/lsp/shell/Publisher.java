package io.flowork.lsp.shell;

import io.flowork.grammar.diagnostic.SeverityRules;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.eclipse.lsp4j.services.LanguageClient;
import org.jspecify.annotations.Nullable;

/** Tells the client what is wrong with texts: at once when one is opened, and when its author pauses. */
final class Publisher {
    private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
    private static final long PAUSE_MILLIS = 50;

    private final OpenTexts texts;
    private final ScheduledExecutorService worker;
    private final Supplier<@Nullable LanguageClient> client;
    private final Map<String, Future<?>> planned = new ConcurrentHashMap<>();

    Publisher(OpenTexts texts, ScheduledExecutorService worker, Supplier<@Nullable LanguageClient> client) {
        this.texts = texts;
        this.worker = worker;
        this.client = client;
    }

    /** A text was opened. */
    void opened(Snapshot snapshot, Convert convert) {
        plan(snapshot, convert, 0);
    }

    /** A text was changed. */
    void changed(Snapshot snapshot, Convert convert) {
        plan(snapshot, convert, PAUSE_MILLIS);
    }

    private void plan(Snapshot snapshot, Convert convert, long millis) {
        Future<?> before = planned.put(
                snapshot.uri(), worker.schedule(() -> publish(snapshot, convert), millis, TimeUnit.MILLISECONDS));
        if (before != null) {
            before.cancel(false);
        }
    }

    private void publish(Snapshot snapshot, Convert convert) {
        if (!texts.isCurrent(snapshot)) {
            return; // a newer version is planned
        }
        try {
            tell(diagnostics(snapshot, convert));
        } catch (RuntimeException e) { // a bug of ours must not be silent, as nobody waits for this
            LOG.log(System.Logger.Level.ERROR, "The diagnostics of " + snapshot.uri() + " could not be told", e);
        }
    }

    private static PublishDiagnosticsParams diagnostics(Snapshot snapshot, Convert convert) {
        List<org.eclipse.lsp4j.Diagnostic> told = snapshot.isWorkflow()
                ? snapshot.diagnostics(List.of(), SeverityRules.NONE).stream()
                        .map(each -> convert.diagnostic(snapshot.uri(), snapshot.source(), each))
                        .toList()
                : List.of();
        return new PublishDiagnosticsParams(snapshot.uri(), told, snapshot.version());
    }

    /** A text was closed: nothing is said about it any more. */
    void closed(String uri) {
        Future<?> before = planned.remove(uri);
        if (before != null) {
            before.cancel(false);
        }
        tell(new PublishDiagnosticsParams(uri, List.of()));
    }

    private void tell(PublishDiagnosticsParams diagnostics) {
        LanguageClient listening = client.get();
        if (listening != null) {
            listening.publishDiagnostics(diagnostics);
        }
    }
}
