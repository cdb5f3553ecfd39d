package io.flowork.lsp.shell;

import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.PublishDiagnosticsParams;
import org.jspecify.annotations.Nullable;

/**
 * Takes in texts as they change and tells the client what is wrong: at once when one is opened, and when its author
 * pauses. A change that concerns other files has these told again.
 */
final class Publisher {
    private static final System.Logger LOG = System.getLogger(Publisher.class.getName());
    private static final long PAUSE_MILLIS = 50;

    private final OpenTexts texts;
    private final WorkspaceIndex index;
    private final Diagnosing diagnosing;
    private final Executor worker;
    private final ScheduledExecutorService analyst;
    private final Executor scanner;
    private final Client client;
    private final Map<String, Future<?>> planned = new ConcurrentHashMap<>();
    private final Map<String, List<Diagnostic>> told = new ConcurrentHashMap<>();

    /**
     * Nothing is told yet.
     *
     * @param worker texts are taken in on it when they are opened, so that answers about them know all of them
     * @param analyst changed texts are taken in on it, so that answers which need no analysis do not wait for one
     * @param scanner what is done for all files is done on it
     */
    Publisher(
            OpenTexts texts,
            WorkspaceIndex index,
            Diagnosing diagnosing,
            Executor worker,
            ScheduledExecutorService analyst,
            Executor scanner,
            Client client) {
        this.texts = texts;
        this.index = index;
        this.diagnosing = diagnosing;
        this.worker = worker;
        this.analyst = analyst;
        this.scanner = scanner;
        this.client = client;
    }

    /** A text was opened. */
    void opened(Snapshot snapshot) {
        worker.execute(() -> guarded(() -> takeIn(snapshot)));
    }

    /** A text was changed. */
    void changed(Snapshot snapshot) {
        Future<?> before = planned.put(
                snapshot.uri(),
                analyst.schedule(() -> guarded(() -> takeIn(snapshot)), PAUSE_MILLIS, TimeUnit.MILLISECONDS));
        if (before != null) {
            before.cancel(false);
        }
    }

    /** A bug of ours must not be silent where nobody waits for an answer. */
    private static void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The diagnostics could not be told", e);
        }
    }

    private void takeIn(Snapshot snapshot) {
        if (!texts.isCurrent(snapshot)) {
            return; // a newer version is planned
        }
        if (!snapshot.isWorkflow()) {
            tell(snapshot.uri(), List.of(), snapshot.version());
            return;
        }
        FileEntry entry = FileEntry.of(snapshot);
        boolean others;
        synchronized (this) { // or an older version could be put after a newer one
            if (!texts.isCurrent(snapshot)) {
                return;
            }
            others = index.put(entry);
        }
        if (diagnosing.isTold()) {
            List<Diagnostic> found = diagnosing.of(entry);
            synchronized (this) {
                if (texts.isCurrent(snapshot)) {
                    tell(snapshot.uri(), found, snapshot.version());
                }
            }
        }
        if (others) {
            retell();
        }
    }

    /** A text was closed: what its file says counts, and nothing is said about it if that is no workflow of the folders. */
    void closed(String uri) {
        Future<?> before = planned.remove(uri);
        if (before != null) {
            before.cancel(false);
        }
        synchronized (this) {
            told.remove(uri);
            tell(uri, List.of(), null);
        }
        scanner.execute(() -> guarded(() -> {
            index.reread(uri);
            retellNow();
        }));
    }

    /** What is wrong may have changed anywhere. */
    void retell() {
        scanner.execute(() -> guarded(this::retellNow));
    }

    /** The same, on the thread where it is done. */
    void retellNow() {
        if (!diagnosing.isTold()) {
            diagnosing.askAgain();
            return;
        }
        for (String uri : told.keySet()) {
            if (index.entry(uri).isEmpty()) {
                tellIfOther(uri, List.of(), null);
            }
        }
        for (FileEntry entry : index.entries()) {
            Optional<Snapshot> open = texts.workflow(entry.uri());
            if (open.isPresent() && open.get().source() != entry.source()) {
                continue; // it was changed, so it is told soon
            }
            boolean wanted = open.isPresent() || diagnosing.wholeWorkspace();
            List<Diagnostic> found = wanted ? diagnosing.of(entry) : List.of();
            synchronized (this) {
                if (index.isCurrent(entry)) {
                    tellIfOther(entry.uri(), found, open.map(Snapshot::version).orElse(null));
                }
            }
        }
    }

    private synchronized void tellIfOther(String uri, List<Diagnostic> found, @Nullable Integer version) {
        if (!told.getOrDefault(uri, List.of()).equals(found)) {
            tell(uri, found, version);
        }
    }

    private synchronized void tell(String uri, List<Diagnostic> found, @Nullable Integer version) {
        if (found.isEmpty()) {
            told.remove(uri);
        } else {
            told.put(uri, found);
        }
        PublishDiagnosticsParams params = new PublishDiagnosticsParams(uri, found);
        if (version != null) {
            params.setVersion(version);
        }
        client.tell(listening -> listening.publishDiagnostics(params));
    }
}
