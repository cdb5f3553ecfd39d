package io.flowork.lsp.shell;

import io.flowork.lsp.debug.InlineValues;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.InlineValue;
import org.eclipse.lsp4j.InlineValueEvaluatableExpression;
import org.eclipse.lsp4j.InlineValueParams;
import org.eclipse.lsp4j.ServerCapabilities;

/** What an editor asks while it debugs. */
final class Debugging {
    private final Answers answers;

    Debugging(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setInlineValueProvider(true);
    }

    CompletableFuture<List<InlineValue>> inlineValue(InlineValueParams params) {
        return answers.of(params.getTextDocument(), List.of(), snapshot -> {
            Convert convert = answers.convert();
            return InlineValues.in(
                            snapshot,
                            convert.range(snapshot.source(), params.getRange()),
                            convert.range(
                                    snapshot.source(),
                                    Failures.needed(params.getContext(), "context")
                                            .getStoppedLocation()))
                    .stream()
                    .map(value -> new InlineValue(new InlineValueEvaluatableExpression(
                            convert.range(snapshot.source(), value.range()), value.expression())))
                    .toList();
        });
    }
}
