package io.flowork.lsp.shell;

import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.hint.Hint;
import io.flowork.lsp.hint.Hints;
import io.flowork.lsp.hint.Tooltips;
import io.flowork.lsp.workspace.Settings;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.lsp4j.InlayHint;
import org.eclipse.lsp4j.InlayHintKind;
import org.eclipse.lsp4j.InlayHintParams;
import org.eclipse.lsp4j.InlayHintRegistrationOptions;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/** What stands between the text. */
final class Hinting {
    private final Answers answers;
    private final Supplier<Settings> settings;
    private final Clock clock = Clock.systemUTC();

    Hinting(Answers answers, Supplier<Settings> settings) {
        this.answers = answers;
        this.settings = settings;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        InlayHintRegistrationOptions hints = new InlayHintRegistrationOptions();
        hints.setResolveProvider(true);
        capabilities.setInlayHintProvider(hints);
    }

    CompletableFuture<List<InlayHint>> inlayHint(InlayHintParams params) {
        return answers.of(params.getTextDocument(), List.of(), snapshot -> {
            Range range = answers.convert().range(snapshot.source(), params.getRange());
            return Hints.in(snapshot, range, settings.get().hints(), clock.instant()).stream()
                    .map(hint -> hint(snapshot, hint))
                    .toList();
        });
    }

    private InlayHint hint(Snapshot snapshot, Hint hint) {
        InlayHint told = new InlayHint(
                answers.convert().position(snapshot.source(), hint.offset()), Either.forLeft(hint.label()));
        told.setPaddingLeft(!hint.label().startsWith(":"));
        switch (hint.kind()) {
            case TYPES, ITEMS -> told.setKind(InlayHintKind.Type);
            case THEN, DURATIONS, SCHEDULE, RECORDED -> {} // the protocol has no kind for these
        }
        told.setData(new ResolveData(snapshot.uri(), hint.kind().text(), hint.place()).told());
        return told;
    }

    CompletableFuture<InlayHint> resolveInlayHint(InlayHint hint) {
        ResolveData data = ResolveData.of(hint.getData()).orElse(null);
        Hint.Kind kind = data == null ? null : kind(data.kind());
        if (data == null || kind == null) {
            return CompletableFuture.completedFuture(hint);
        }
        return answers.of(new TextDocumentIdentifier(data.uri()), hint, snapshot -> {
            Tooltips.of(snapshot, kind, data.place(), clock.instant())
                    .ifPresent(said -> hint.setTooltip(new MarkupContent(MarkupKind.MARKDOWN, said)));
            return hint;
        });
    }

    private static Hint.@Nullable Kind kind(String text) {
        for (Hint.Kind kind : Hint.Kind.values()) {
            if (kind.text().equals(text)) {
                return kind;
            }
        }
        return null;
    }
}
