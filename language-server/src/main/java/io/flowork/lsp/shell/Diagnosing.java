package io.flowork.lsp.shell;

import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.Settings;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.eclipse.lsp4j.Diagnostic;
import org.eclipse.lsp4j.DiagnosticRegistrationOptions;
import org.eclipse.lsp4j.DiagnosticSeverity;
import org.eclipse.lsp4j.DocumentDiagnosticParams;
import org.eclipse.lsp4j.DocumentDiagnosticReport;
import org.eclipse.lsp4j.PreviousResultId;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.RelatedFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.RelatedUnchangedDocumentDiagnosticReport;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.WorkspaceDiagnosticParams;
import org.eclipse.lsp4j.WorkspaceDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceDocumentDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceFullDocumentDiagnosticReport;
import org.eclipse.lsp4j.WorkspaceUnchangedDocumentDiagnosticReport;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.eclipse.lsp4j.services.LanguageClient;

/** What is wrong with texts, for clients that ask. */
final class Diagnosing {
    /** Of a file with more mistakes editors grow slow, and nobody reads them all. */
    private static final int MOST_TOLD = 2_000;

    private final OpenTexts texts;
    private final WorkspaceIndex index;
    private final Client client;
    private final Supplier<Settings> settings;
    private final Supplier<Convert> convert;
    private final Map<String, Report> reports = new ConcurrentHashMap<>();
    private final AtomicLong reported = new AtomicLong();

    private record Report(String id, List<Diagnostic> diagnostics) {}

    /**
     * Nothing was asked yet.
     *
     * @param convert how the client counts
     */
    Diagnosing(
            OpenTexts texts,
            WorkspaceIndex index,
            Client client,
            Supplier<Settings> settings,
            Supplier<Convert> convert) {
        this.texts = texts;
        this.index = index;
        this.client = client;
        this.settings = settings;
        this.convert = convert;
    }

    /** Says to a client what can be asked, if it can ask. */
    void offer(ServerCapabilities capabilities) {
        if (client.text(TextDocumentClientCapabilities::getDiagnostic)) {
            capabilities.setDiagnosticProvider(new DiagnosticRegistrationOptions(true, true));
        }
    }

    /** Whether the client is told; else it asks. One that cannot be told to ask again would miss what other files change. */
    boolean isTold() {
        return switch (settings.get().delivery()) {
            case PUSH -> true;
            case PULL -> false;
            case AUTO ->
                !client.text(TextDocumentClientCapabilities::getDiagnostic)
                        || !client.workspace(workspace -> workspace.getDiagnostics() == null
                                ? null
                                : workspace.getDiagnostics().getRefreshSupport());
        };
    }

    /** Whether files that are not open are spoken of. */
    boolean wholeWorkspace() {
        return settings.get().wholeWorkspace();
    }

    /** Has a client that asks ask again. */
    void askAgain() {
        client.request(LanguageClient::refreshDiagnostics);
    }

    /** What is wrong with a file: as much of it as somebody can look at. */
    List<Diagnostic> of(FileEntry entry) {
        List<io.flowork.grammar.diagnostic.Diagnostic> found =
                index.diagnostics(entry, settings.get().severities());
        List<Diagnostic> told = new ArrayList<>();
        for (io.flowork.grammar.diagnostic.Diagnostic each : found.subList(0, Math.min(found.size(), MOST_TOLD))) {
            told.add(convert.get().diagnostic(entry.uri(), entry.source(), each));
        }
        if (found.size() > MOST_TOLD) {
            Diagnostic more = new Diagnostic(
                    new Range(
                            told.getLast().getRange().getStart(),
                            told.getLast().getRange().getStart()),
                    (found.size() - MOST_TOLD) + " more problems are not shown; 'flowork check' says all of them");
            more.setSeverity(DiagnosticSeverity.Information);
            more.setSource(Convert.SOURCE);
            told.add(more);
        }
        return told;
    }

    private Report report(FileEntry entry) {
        List<Diagnostic> found = of(entry);
        return reports.compute(
                entry.uri(),
                (uri, before) -> before != null && before.diagnostics.equals(found)
                        ? before
                        : new Report(Long.toString(reported.incrementAndGet()), found));
    }

    CompletableFuture<DocumentDiagnosticReport> diagnostic(DocumentDiagnosticParams params, Executor worker) {
        String uri = Failures.needed(
                Failures.needed(params.getTextDocument(), "textDocument").getUri(), "textDocument.uri");
        return CompletableFutures.computeAsync(worker, cancelled -> {
            cancelled.checkCanceled();
            Snapshot snapshot = texts.workflow(uri).orElse(null);
            if (snapshot == null) {
                return new DocumentDiagnosticReport(new RelatedFullDocumentDiagnosticReport(List.of()));
            }
            FileEntry entry = FileEntry.of(snapshot);
            cancelled.checkCanceled();
            if (texts.isCurrent(snapshot) && index.put(entry)) {
                askAgain();
            }
            Report report = report(entry);
            if (report.id.equals(params.getPreviousResultId())) {
                return new DocumentDiagnosticReport(new RelatedUnchangedDocumentDiagnosticReport(report.id));
            }
            RelatedFullDocumentDiagnosticReport full = new RelatedFullDocumentDiagnosticReport(report.diagnostics);
            full.setResultId(report.id);
            return new DocumentDiagnosticReport(full);
        });
    }

    CompletableFuture<WorkspaceDiagnosticReport> workspace(WorkspaceDiagnosticParams params, Executor scanner) {
        return CompletableFutures.computeAsync(scanner, cancelled -> {
            Map<String, String> known = new HashMap<>();
            for (PreviousResultId previous : Failures.all(params.getPreviousResultIds(), "previousResultIds")) {
                known.put(Failures.needed(previous.getUri(), "uri"), Failures.needed(previous.getValue(), "value"));
            }
            List<WorkspaceDocumentDiagnosticReport> items = new ArrayList<>();
            for (FileEntry entry : wholeWorkspace() ? index.entries() : List.<FileEntry>of()) {
                cancelled.checkCanceled();
                items.add(item(entry, known));
                known.remove(entry.uri());
            }
            for (String gone : known.keySet()) {
                reports.remove(gone);
                items.add(new WorkspaceDocumentDiagnosticReport(
                        new WorkspaceFullDocumentDiagnosticReport(List.of(), gone, null)));
            }
            return new WorkspaceDiagnosticReport(items);
        });
    }

    private WorkspaceDocumentDiagnosticReport item(FileEntry entry, Map<String, String> known) {
        Report report = report(entry);
        Integer version = texts.workflow(entry.uri())
                .filter(open -> open.source() == entry.source())
                .map(Snapshot::version)
                .orElse(null);
        if (report.id.equals(known.get(entry.uri()))) {
            return new WorkspaceDocumentDiagnosticReport(
                    new WorkspaceUnchangedDocumentDiagnosticReport(report.id, entry.uri(), version));
        }
        WorkspaceFullDocumentDiagnosticReport full =
                new WorkspaceFullDocumentDiagnosticReport(report.diagnostics, entry.uri(), version);
        full.setResultId(report.id);
        return new WorkspaceDocumentDiagnosticReport(full);
    }
}
