package io.flowork.lsp.shell;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.lsp.document.OpenTexts;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.CompletableFutures;
import org.jspecify.annotations.Nullable;

/** Makes answers to requests about texts, away from the thread that reads requests. */
final class Answers {
    private final OpenTexts texts;
    private final Executor worker;
    private volatile Convert convert;

    /**
     * Answers about open texts.
     *
     * @param worker what answers are made on
     * @param convert how the client counts, until it says how
     */
    Answers(OpenTexts texts, Executor worker, Convert convert) {
        this.texts = texts;
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

    /** What answers are made on. */
    Executor worker() {
        return worker;
    }

    /** An answer about a workflow as it is now; another one for what is no workflow. */
    <T extends @Nullable Object> CompletableFuture<T> of(
            TextDocumentIdentifier text, T otherwise, Function<Snapshot, T> made) {
        return CompletableFutures.computeAsync(worker, cancelled -> {
            cancelled.checkCanceled();
            Optional<Snapshot> snapshot = texts.workflow(text.getUri());
            return snapshot.isPresent() ? made.apply(snapshot.get()) : otherwise;
        });
    }

    /** Changes as the protocol has them. */
    List<TextEdit> edits(Snapshot snapshot, List<Diagnostic.Edit> edits) {
        return edits.stream()
                .map(edit -> new TextEdit(convert.range(snapshot.source(), edit.range()), edit.text()))
                .toList();
    }
}
