package io.flowork.lsp.shell;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.navigate.Across;
import io.flowork.lsp.navigate.LinkedRanges;
import io.flowork.lsp.navigate.Occurrences;
import io.flowork.lsp.navigate.Renaming;
import io.flowork.lsp.navigate.Schemas;
import io.flowork.lsp.navigate.Spot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.DocumentHighlight;
import org.eclipse.lsp4j.DocumentHighlightKind;
import org.eclipse.lsp4j.DocumentHighlightParams;
import org.eclipse.lsp4j.LinkedEditingRangeParams;
import org.eclipse.lsp4j.LinkedEditingRanges;
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
import org.eclipse.lsp4j.TextDocumentPositionParams;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.Either3;
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
        capabilities.setDeclarationProvider(true);
        capabilities.setTypeDefinitionProvider(true);
        capabilities.setLinkedEditingRangeProvider(true);
        capabilities.setReferencesProvider(true);
        capabilities.setDocumentHighlightProvider(true);
        capabilities.setRenameProvider(new RenameOptions(true));
    }

    CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> definition(
            TextDocumentPositionParams params) {
        return answers.of(
                params.getTextDocument(),
                Either.forLeft(List.of()),
                snapshot -> Either.forLeft(found(snapshot, params.getPosition())
                        .map(found -> locations(found.declarations()))
                        .orElse(List.of())));
    }

    CompletableFuture<Either<List<? extends Location>, List<? extends LocationLink>>> typeDefinition(
            TextDocumentPositionParams params) {
        return answers.of(
                params.getTextDocument(),
                Either.forLeft(List.of()),
                snapshot -> Either.forLeft(
                        locations(Schemas.at(snapshot, offset(snapshot, params.getPosition()), answers.index()))));
    }

    CompletableFuture<List<? extends Location>> references(ReferenceParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> found(snapshot, params.getPosition())
                        .map(found -> locations(
                                params.getContext() == null
                                                || params.getContext().isIncludeDeclaration()
                                        ? found.all()
                                        : found.uses()))
                        .orElse(List.of()));
    }

    CompletableFuture<List<? extends DocumentHighlight>> documentHighlight(DocumentHighlightParams params) {
        return answers.of(
                params.getTextDocument(),
                List.of(),
                snapshot -> found(snapshot, params.getPosition())
                        .map(found -> highlights(snapshot, found))
                        .orElse(List.of()));
    }

    private List<DocumentHighlight> highlights(Snapshot snapshot, Across found) {
        Set<Spot> declarations = Set.copyOf(found.declarations());
        return found.all().stream()
                .filter(spot -> spot.uri().equals(snapshot.uri()))
                .map(spot -> new DocumentHighlight(
                        answers.convert().range(snapshot.source(), spot.range()),
                        declarations.contains(spot) ? DocumentHighlightKind.Write : DocumentHighlightKind.Read))
                .toList();
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable LinkedEditingRanges> linkedEditingRange(LinkedEditingRangeParams params) {
        return answers.of(
                params.getTextDocument(),
                null,
                snapshot -> LinkedRanges.at(snapshot, offset(snapshot, params.getPosition()))
                        .map(linked -> new LinkedEditingRanges(
                                linked.ranges().stream()
                                        .map(range -> answers.convert().range(snapshot.source(), range))
                                        .toList(),
                                linked.pattern()))
                        .orElse(null));
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable Either3<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>> prepareRename(
            PrepareRenameParams params) {
        return answers.of(
                params.getTextDocument(),
                null,
                snapshot -> found(snapshot, params.getPosition())
                        .filter(found -> found.isRenamableAt(offset(snapshot, params.getPosition())))
                        .map(found -> Either3.<Range, PrepareRenameResult, PrepareRenameDefaultBehavior>forSecond(
                                new PrepareRenameResult(
                                        answers.convert().range(snapshot.source(), found.here()),
                                        snapshot.source().text(found.here()))))
                        .orElse(null));
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable WorkspaceEdit> rename(RenameParams params) {
        return answers.of(params.getTextDocument(), null, snapshot -> {
            int offset = offset(snapshot, params.getPosition());
            String name = Failures.needed(params.getNewName(), "newName");
            try {
                Optional<Occurrences> local = Occurrences.at(snapshot, offset);
                if (local.isPresent()) {
                    List<Edit> edits = Renaming.edits(snapshot, local.get(), name);
                    return new WorkspaceEdit(Map.of(snapshot.uri(), answers.edits(snapshot, edits)));
                }
                Across shared = Across.at(snapshot, offset, answers.index())
                        .filter(found -> found.isRenamableAt(offset))
                        .orElse(null);
                return shared == null ? null : answers.edits(Renaming.edits(shared, name, answers.index()));
            } catch (Renaming.RefusedException e) {
                throw Failures.wrong(String.valueOf(e.getMessage()));
            }
        });
    }

    private Optional<Across> found(Snapshot snapshot, Position position) {
        return Across.anyAt(snapshot, offset(snapshot, position), answers.index());
    }

    private int offset(Snapshot snapshot, Position position) {
        return answers.convert().offset(snapshot.source(), position);
    }

    private List<Location> locations(List<Spot> spots) {
        return spots.stream().map(answers::location).toList();
    }
}
