package io.flowork.lsp.shell;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.Occurrences;
import io.flowork.lsp.navigate.Renaming;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DefinitionParams;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.Location;
import org.eclipse.lsp4j.LocationLink;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.PrepareRenameDefaultBehavior;
import org.eclipse.lsp4j.PrepareRenameParams;
import org.eclipse.lsp4j.PrepareRenameResult;
import org.eclipse.lsp4j.Range;
import org.eclipse.lsp4j.ReferenceParams;
import org.eclipse.lsp4j.RenameOptions;
import org.eclipse.lsp4j.RenameParams;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** Where names are given and used, and their renaming. */
final class Navigation {
    private final Answers answers;

    Navigation(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setDefinitionProvider(true);
        capabilities.setReferencesProvider(true);
        capabilities.setDocumentHighlightProvider(true);
        capabilities.setRenameProvider(new RenameOptions(true));
    }

    CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            DefinitionParams params) {
        return answers.of(
                params.getTextDocument(),
                Either.forLeft(List.of()),
                snapshot -> Either.forLeft(occurrences(snapshot, params.getPosition())
                        .map(found -> locations(snapshot, found.declarations()))
                        .orElse(List.of())));
    }

    CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> occurrences(snapshot, params.getPosition())
                        .map(found -> locations(
                                snapshot, params.getContext().isIncludeDeclaration() ? found.all() : found.uses()))
                        .orElse(List.of()));
    }

    CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> occurrences(snapshot, params.getPosition())
                        .map(found -> found.all().stream()
                                .map(range -> new DocumentHighlight(
                                        answers.convert().range(snapshot.source(), range),
                                        found.declarations().contains(range)
                                                ? DocumentHighlightKind.Write
                                                : DocumentHighlightKind.Read))
                                .toList())
                        .orElse(List.of()));
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams params) {
        return answers.of(
                params.getTextDocument(),
                null,
                snapshot -> occurrences(snapshot, params.getPosition())
                        .map(found -> Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond(
                                new PrepareRenameResult(
                                        answers.convert().range(snapshot.source(), found.here()), found.name())))
                        .orElse(null));
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable WorkspaceEdit> rename(RenameParams params) {
        return answers.of(params.getTextDocument(), null, snapshot -> {
            Occurrences found = occurrences(snapshot, params.getPosition()).orElse(null);
            if (found == null) {
                return null;
            }
            try {
                List<TextEdit> edits = answers.edits(snapshot, Renaming.edits(snapshot, found, params.getNewName()));
                return new WorkspaceEdit(Map.of(snapshot.uri(), edits));
            } catch (Renaming.RefusedException e) {
                throw new ResponseErrorException(
                        new ResponseError(ResponseErrorCode.InvalidParams, e.getMessage(), null));
            }
        });
    }

    private Optional<Occurrences> occurrences(Snapshot snapshot, Position position) {
        return Occurrences.at(snapshot, answers.convert().offset(snapshot.source(), position));
    }

    private List<Location> locations(Snapshot snapshot, List<io.flowork.grammar.text.Range> ranges) {
        return ranges.stream()
                .map(range -> new Location(snapshot.uri(), answers.convert().range(snapshot.source(), range)))
                .toList();
    }
}
