package io.flowork.lsp.shell;

import io.flowork.lsp.complete.Completions;
import io.flowork.lsp.complete.Proposal;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What is proposed to who writes. */
final class Completing {
    private final Answers answers;
    private final Client client;
    private final AtomicInteger lists = new AtomicInteger();

    /** The list that was told last: an editor asks for more about its proposals only. */
    private volatile Told told = new Told(0, List.of());

    private record Told(int list, List<Proposal> proposals) {}

    Completing(Answers answers, Client client) {
        this.answers = answers;
        this.client = client;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setCompletionProvider(
                new CompletionOptions(true, List.of(" ", ":", ".", "$", "-", "@", "\"", "'", "{", "[", "(", "|", "/")));
    }

    CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return answers.of(params.getTextDocument(), Either.forRight(new CompletionList()), snapshot -> {
            int offset = answers.convert().offset(snapshot.source(), params.getPosition());
            return Either.forRight(list(snapshot, offset));
        });
    }

    private CompletionList list(Snapshot snapshot, int offset) {
        Told now = new Told(lists.incrementAndGet(), Completions.at(snapshot, offset));
        told = now;
        return Proposals.of(client, answers.convert()).list(snapshot, offset, now.list, now.proposals);
    }

    /** A proposal with its documentation; one of an older list as it is. */
    CompletableFuture<CompletionItem> resolve(CompletionItem item) {
        Told now = told;
        int place = Proposals.place(item, now.list);
        if (place >= 0 && place < now.proposals.size()) {
            Proposals.document(item, now.proposals.get(place));
        }
        return CompletableFuture.completedFuture(item);
    }
}
