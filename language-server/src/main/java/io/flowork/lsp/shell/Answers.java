package io.flowork.lsp.shell;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.Spot;
import io.flowork.lsp.workspace.FileEntry;
import io.flowork.lsp.workspace.WorkspaceIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.jspecify.annotations.Nullable;

/** Makes answers to requests about texts, away from the thread that reads requests. */
final class Answers {
    private final OpenTexts texts;
    private final WorkspaceIndex index;
    private final Executor worker;
    private volatile Convert convert;

    /**
     * Answers about open texts.
     *
     * @param worker what answers are made on
     * @param convert how the client counts, until it says how
     */
    Answers(OpenTexts texts, WorkspaceIndex index, Executor worker, Convert convert) {
        this.texts = texts;
        this.index = index;
        this.worker = worker;
        this.convert = convert;
    }

    /** The client and the server have agreed on how to count. */
    void counting(Convert agreed) {
        convert = agreed;
    }

    /** How the client counts. */
    Convert convert() {
        return convert;
    }

    /** The workflows that are known. */
    WorkspaceIndex index() {
        return index;
    }

    /** What answers are made on. */
    Executor worker() {
        return worker;
    }

    /**
     * An answer about a workflow as it is now; another one for what is no workflow.
     *
     * @param text the text, as the client names it; a request without one is refused
     */
    <T extends @Nullable Object> CompletableFuture<T> of(
            @Nullable TextDocumentIdentifier text, T otherwise, Function<Snapshot, T> made) {
        String uri = Failures.needed(Failures.needed(text, "textDocument").getUri(), "textDocument.uri");
        return CompletableFutures.computeAsync(worker, cancelled -> {
            cancelled.checkCanceled();
            Optional<Snapshot> snapshot = texts.workflow(uri);
            return snapshot.isPresent() ? made.apply(snapshot.get()) : otherwise;
        });
    }

    /** Changes as the protocol has them. */
    List<TextEdit> edits(Snapshot snapshot, List<Diagnostic.Edit> edits) {
        return edits.stream()
                .map(edit -> new TextEdit(convert.range(snapshot.source(), edit.range()), edit.text()))
                .toList();
    }

    /** A place as the protocol has it. */
    Location location(Spot spot) {
        return new Location(spot.uri(), convert.range(spot.source(), spot.range()));
    }

    /** Changes of several files as the protocol has them. */
    WorkspaceEdit edits(Map<FileEntry, List<Diagnostic.Edit>> edits) {
        Map<String, List<TextEdit>> changes = new LinkedHashMap<>();
        edits.forEach((file, changed) -> changes.put(
                file.uri(),
                changed.stream()
                        .map(edit -> new TextEdit(convert.range(file.source(), edit.range()), edit.text()))
                        .toList()));
        return new WorkspaceEdit(changes);
    }
}
