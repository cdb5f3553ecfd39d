package io.flowork.lsp.shell;

import io.flowork.lsp.complete.Completions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.CompletionOptions;
import org.eclipse.lsp4j.CompletionParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What is proposed to who writes. */
final class Completing {
    private final Answers answers;

    Completing(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setCompletionProvider(
                new CompletionOptions(false, List.of(" ", ":", ".", "$", "-", "@", "\"", "{", "[", "(", "|")));
    }

    CompletableFuture<Either<List<CompletionItem>, CompletionList>> completion(CompletionParams params) {
        return answers.of(params.getTextDocument(), Either.forRight(new CompletionList()), snapshot -> {
            int offset = answers.convert().offset(snapshot.source(), params.getPosition());
            return Either.forRight(Proposals.list(snapshot, Completions.at(snapshot, offset), answers.convert()));
        });
    }
}
