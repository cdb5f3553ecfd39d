package io.flowork.lsp.shell;

import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.refactor.Change;
import io.flowork.lsp.refactor.Refactoring;
import io.flowork.lsp.refactor.Refactorings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionCapabilities;
import org.eclipse.lsp4j.CodeActionDisabled;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CreateFile;
import org.eclipse.lsp4j.Position;
import org.eclipse.lsp4j.ResourceOperation;
import org.eclipse.lsp4j.ResourceOperationKind;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextDocumentEdit;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.VersionedTextDocumentIdentifier;
import org.eclipse.lsp4j.WorkspaceClientCapabilities;
import org.eclipse.lsp4j.WorkspaceEdit;
import org.eclipse.lsp4j.WorkspaceEditCapabilities;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/**
 * Refactorings as the protocol has them. They are listed without their changes, which are made when the client resolves one; a
 * client that resolves nothing gets the changes at once.
 */
final class Refactors {
    private final Answers answers;
    private final Client client;

    Refactors(Answers answers, Client client) {
        this.answers = answers;
        this.client = client;
    }

    /**
     * What of an action tells which one it is.
     *
     * @param version the version of the text that it was offered for
     */
    record Ticket(String uri, int version, String id, Range range) {
        Map<String, Object> data() {
            return Map.of("uri", uri, "version", version, "id", id, "start", range.start(), "end", range.end());
        }

        /** The ticket of an action; nothing if it has none. */
        static Optional<Ticket> of(@Nullable Object data) {
            JsonValue value;
            try {
                value = JsonReader.parse(String.valueOf(data));
            } catch (JsonSyntaxException e) {
                return Optional.empty();
            }
            return value instanceof JsonObject object
                            && object.get("uri") instanceof JsonString uri
                            && object.get("id") instanceof JsonString id
                            && object.get("version") instanceof JsonInteger version
                            && object.get("start") instanceof JsonInteger start
                            && object.get("end") instanceof JsonInteger end
                            && 0 <= start.value()
                            && start.value() <= end.value()
                            && end.value() <= Integer.MAX_VALUE
                    ? Optional.of(new Ticket(
                            uri.value(), (int) version.value(), id.value(), new Range((int) start.value(), (int)
                                    end.value())))
                    : Optional.empty();
        }
    }

    static String kind(Refactoring refactoring) {
        return switch (refactoring.kind()) {
            case EXTRACT -> CodeActionKind.RefactorExtract;
            case INLINE -> CodeActionKind.RefactorInline;
            case REWRITE -> CodeActionKind.RefactorRewrite;
            case ORGANIZE -> CodeActionKind.SourceOrganizeImports;
        };
    }

    /** The refactorings of a part of a text that the client can show. */
    List<CodeAction> at(Snapshot snapshot, Range range) {
        List<CodeAction> actions = new ArrayList<>();
        for (Refactoring each : Refactorings.at(snapshot, range, answers.index()::workflow)) {
            boolean shown =
                    (each.refused() == null || showsDisabled()) && (!each.id().equals("workflow") || makesFiles());
            if (shown) {
                actions.add(action(snapshot, range, each));
            }
        }
        return actions;
    }

    private CodeAction action(Snapshot snapshot, Range range, Refactoring refactoring) {
        CodeAction action = new CodeAction(refactoring.title());
        action.setKind(kind(refactoring));
        if (refactoring.refused() != null) {
            action.setDisabled(new CodeActionDisabled(refactoring.refused()));
        } else if (resolves()) {
            action.setData(new Ticket(snapshot.uri(), snapshot.version(), refactoring.id(), range).data());
        } else {
            action.setEdit(edit(snapshot, refactoring.change().get()));
        }
        return action;
    }

    /**
     * The change of an action.
     *
     * @return the change, or nothing if the action is not offered there
     */
    Optional<WorkspaceEdit> resolved(Snapshot snapshot, Ticket ticket) {
        int length = snapshot.source().text().length();
        if (ticket.range().end() > length) {
            return Optional.empty();
        }
        return Refactorings.named(snapshot, ticket.range(), answers.index()::workflow, ticket.id())
                .filter(each -> each.refused() == null)
                .map(each -> edit(snapshot, each.change().get()));
    }

    /** A change as the protocol has it. */
    WorkspaceEdit edit(Snapshot snapshot, Change change) {
        List<TextEdit> edits = answers.edits(snapshot, change.edits());
        if (!changesDocuments()) {
            return new WorkspaceEdit(Map.of(snapshot.uri(), edits));
        }
        List<Either<TextDocumentEdit, ResourceOperation>> changes = new ArrayList<>();
        for (Change.NewFile file : change.files()) {
            String uri = snapshot.uri().substring(0, snapshot.uri().lastIndexOf('/') + 1) + file.name();
            changes.add(Either.forRight(new CreateFile(uri)));
            org.eclipse.lsp4j.Range start = new org.eclipse.lsp4j.Range(new Position(0, 0), new Position(0, 0));
            changes.add(Either.forLeft(new TextDocumentEdit(
                    new VersionedTextDocumentIdentifier(uri, null), List.of(new TextEdit(start, file.text())))));
        }
        if (!edits.isEmpty()) {
            changes.add(Either.forLeft(new TextDocumentEdit(
                    new VersionedTextDocumentIdentifier(snapshot.uri(), snapshot.version()), edits)));
        }
        return new WorkspaceEdit(changes);
    }

    // --- what the client can do ---

    private @Nullable CodeActionCapabilities actions() {
        TextDocumentClientCapabilities text = client.capabilities().getTextDocument();
        return text == null ? null : text.getCodeAction();
    }

    private boolean showsDisabled() {
        CodeActionCapabilities actions = actions();
        return actions != null && Boolean.TRUE.equals(actions.getDisabledSupport());
    }

    private boolean resolves() {
        CodeActionCapabilities actions = actions();
        return actions != null
                && Boolean.TRUE.equals(actions.getDataSupport())
                && actions.getResolveSupport() != null
                && actions.getResolveSupport().getProperties() != null
                && actions.getResolveSupport().getProperties().contains("edit");
    }

    private @Nullable WorkspaceEditCapabilities edits() {
        WorkspaceClientCapabilities workspace = client.capabilities().getWorkspace();
        return workspace == null ? null : workspace.getWorkspaceEdit();
    }

    private boolean changesDocuments() {
        WorkspaceEditCapabilities edits = edits();
        return edits != null && Boolean.TRUE.equals(edits.getDocumentChanges());
    }

    /** Whether the client makes files. */
    boolean makesFiles() {
        WorkspaceEditCapabilities edits = edits();
        return edits != null
                && changesDocuments()
                && edits.getResourceOperations() != null
                && edits.getResourceOperations().contains(ResourceOperationKind.Create);
    }
}
