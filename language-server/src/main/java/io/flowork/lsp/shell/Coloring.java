package io.flowork.lsp.shell;

import io.flowork.lsp.color.ColorDelta;
import io.flowork.lsp.color.Colors;
import io.flowork.lsp.color.TokenModifier;
import io.flowork.lsp.color.TokenType;
import io.flowork.lsp.document.Snapshot;
import java.util.AbstractList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.lsp4j.SemanticTokens;
import org.eclipse.lsp4j.SemanticTokensDelta;
import org.eclipse.lsp4j.SemanticTokensDeltaParams;
import org.eclipse.lsp4j.SemanticTokensEdit;
import org.eclipse.lsp4j.SemanticTokensLegend;
import org.eclipse.lsp4j.SemanticTokensParams;
import org.eclipse.lsp4j.SemanticTokensRangeParams;
import org.eclipse.lsp4j.SemanticTokensServerFull;
import org.eclipse.lsp4j.SemanticTokensWithRegistrationOptions;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** What the parts of a text are, for their colours: all of them, those in a range, or how they have changed. */
final class Coloring {
    private final Answers answers;
    private final AtomicLong results = new AtomicLong();

    /** What was answered last about each open text. */
    private final Map<String, Answered> last = new ConcurrentHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // numbers for the protocol; nobody compares answers
    private record Answered(String result, List<Integer> view, int[] data) {}

    Coloring(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setSemanticTokensProvider(new SemanticTokensWithRegistrationOptions(
                new SemanticTokensLegend(TokenType.legend(), TokenModifier.legend()),
                new SemanticTokensServerFull(true),
                true));
    }

    /** A text was closed: nothing is kept of it. */
    void closed(String uri) {
        last.remove(uri);
    }

    CompletableFuture<SemanticTokens> full(SemanticTokensParams params) {
        return answers.of(params.getTextDocument(), new SemanticTokens(List.of()), snapshot -> {
            Answered answer = answer(snapshot);
            return new SemanticTokens(answer.result, answer.view);
        });
    }

    CompletableFuture<Either<SemanticTokens, SemanticTokensDelta>> delta(SemanticTokensDeltaParams params) {
        Either<SemanticTokens, SemanticTokensDelta> none = Either.forLeft(new SemanticTokens(List.of()));
        return answers.of(params.getTextDocument(), none, snapshot -> {
            Answered before = last.get(snapshot.uri());
            Answered answer = answer(snapshot);
            if (before == null || !before.result.equals(params.getPreviousResultId())) {
                return Either.forLeft(new SemanticTokens(answer.result, answer.view));
            }
            ColorDelta delta = ColorDelta.between(before.data, answer.data);
            List<SemanticTokensEdit> edits = delta.isEmpty()
                    ? List.of()
                    : List.of(new SemanticTokensEdit(delta.start(), delta.removed(), view(delta.data())));
            return Either.forRight(new SemanticTokensDelta(edits, answer.result));
        });
    }

    CompletableFuture<SemanticTokens> range(SemanticTokensRangeParams params) {
        return answers.of(params.getTextDocument(), new SemanticTokens(List.of()), snapshot -> {
            Colors colors = Colors.of(snapshot, answers.convert().range(snapshot.source(), params.getRange()));
            return new SemanticTokens(view(colors.data(answers.convert().encoding())));
        });
    }

    private Answered answer(Snapshot snapshot) {
        int[] data = Colors.of(snapshot).data(answers.convert().encoding());
        Answered answer = new Answered(Long.toString(results.incrementAndGet()), view(data), data);
        last.put(snapshot.uri(), answer);
        return answer;
    }

    /** Numbers as the protocol's classes have them, without a copy. */
    private static List<Integer> view(int[] data) {
        return new AbstractList<>() {
            @Override
            public Integer get(int index) {
                return data[index];
            }

            @Override
            public int size() {
                return data.length;
            }
        };
    }
}
