package io.flowork.lsp.shell;

import io.flowork.lsp.describe.Descriptions;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ServerCapabilities;
import org.jspecify.annotations.Nullable;

/** What is told about a place. */
final class Describing {
    private final Answers answers;

    Describing(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setHoverProvider(true);
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable Hover> hover(HoverParams params) {
        return answers.of(
                params.getTextDocument(),
                null,
                snapshot -> Descriptions.at(snapshot, answers.convert().offset(snapshot.source(), params.getPosition()))
                        .map(said -> new Hover(
                                new MarkupContent(MarkupKind.MARKDOWN, said.markdown()),
                                answers.convert().range(snapshot.source(), said.range())))
                        .orElse(null));
    }
}
