package io.flowork.lsp.shell;

import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.mend.Mending;
import io.flowork.lsp.mend.Mendings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.CodeAction;
import org.eclipse.lsp4j.CodeActionContext;
import org.eclipse.lsp4j.CodeActionKind;
import org.eclipse.lsp4j.CodeActionOptions;
import org.eclipse.lsp4j.CodeActionParams;
import org.eclipse.lsp4j.Command;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.TextDocumentIdentifier;
import org.eclipse.lsp4j.jsonrpc.ResponseErrorException;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.jspecify.annotations.Nullable;

/** What can be done about a place. */
final class Actions {
    private final Answers answers;
    private final Refactors refactors;

    Actions(Answers answers, Client client) {
        this.answers = answers;
        this.refactors = new Refactors(answers, client);
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        CodeActionOptions options = new CodeActionOptions(List.of(
                CodeActionKind.QuickFix,
                CodeActionKind.RefactorExtract,
                CodeActionKind.RefactorInline,
                CodeActionKind.RefactorRewrite,
                CodeActionKind.SourceOrganizeImports,
                CodeActionKind.SourceFixAll));
        options.setResolveProvider(true);
        capabilities.setCodeActionProvider(options);
    }

    CompletableFuture<List<Either<Command, CodeAction>>> codeAction(CodeActionParams params) {
        return answers.of(params.getTextDocument(), List.of(), snapshot -> {
            CodeActionContext context = params.getContext();
            List<String> only = context == null ? null : context.getOnly();
            io.flowork.grammar.text.Range range = answers.convert().range(snapshot.source(), params.getRange());
            List<Either<Command, CodeAction>> actions = new ArrayList<>();
            if (wants(only, CodeActionKind.QuickFix)) {
                Mendings.in(snapshot, range, answers.index()).stream()
                        .filter(each -> each.change().files().isEmpty() || refactors.makesFiles())
                        .forEach(each -> actions.add(Either.forRight(action(snapshot, each, CodeActionKind.QuickFix))));
            }
            if (only != null && wants(only, CodeActionKind.SourceFixAll)) {
                Mendings.all(snapshot)
                        .ifPresent(all ->
                                actions.add(Either.forRight(action(snapshot, all, CodeActionKind.SourceFixAll))));
            }
            for (CodeAction refactor : refactors.at(snapshot, range)) {
                if (wants(only, refactor.getKind())) {
                    actions.add(Either.forRight(refactor));
                }
            }
            return actions;
        });
    }

    /** The change of an action that was offered without it; one that has its change stays as it is. */
    CompletableFuture<CodeAction> resolve(CodeAction action) {
        Refactors.Ticket ticket = Refactors.Ticket.of(action.getData()).orElse(null);
        if (ticket == null || action.getEdit() != null) {
            return CompletableFuture.completedFuture(action);
        }
        return answers.of(new TextDocumentIdentifier(ticket.uri()), action, snapshot -> {
            if (snapshot.version() != ticket.version()) {
                throw refused("The text has changed since this was offered; ask for the actions again");
            }
            action.setEdit(refactors
                    .resolved(snapshot, ticket)
                    .orElseThrow(() -> refused("There is no action '" + ticket.id() + "' at this place of the text")));
            return action;
        });
    }

    private static ResponseErrorException refused(String message) {
        return new ResponseErrorException(new ResponseError(ResponseErrorCode.RequestFailed, message, null));
    }

    /** Whether a kind of action is asked for, by itself or by one that it belongs to; null asks for all. */
    private static boolean wants(@Nullable List<String> only, String kind) {
        return only == null || only.stream().anyMatch(each -> kind.equals(each) || kind.startsWith(each + "."));
    }

    private CodeAction action(Snapshot snapshot, Mending mending, String kind) {
        CodeAction action = new CodeAction(mending.title());
        action.setKind(kind);
        action.setIsPreferred(mending.preferred());
        if (mending.mends() != null) {
            action.setDiagnostics(
                    List.of(answers.convert().diagnostic(snapshot.uri(), snapshot.source(), mending.mends())));
        }
        action.setEdit(refactors.edit(snapshot, mending.change()));
        return action;
    }
}
