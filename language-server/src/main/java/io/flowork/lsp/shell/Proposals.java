package io.flowork.lsp.shell;

import io.flowork.lsp.complete.Proposal;
import io.flowork.lsp.document.Snapshot;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.InsertTextMode;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;

/** Proposals as the protocol has them. */
final class Proposals {
    private Proposals() {}

    static CompletionList list(Snapshot snapshot, List<Proposal> proposals, Convert convert) {
        List<CompletionItem> items = new ArrayList<>(proposals.size());
        for (Proposal proposal : proposals) {
            items.add(item(snapshot, proposal, items.size(), convert));
        }
        return new CompletionList(false, items);
    }

    private static CompletionItem item(Snapshot snapshot, Proposal proposal, int place, Convert convert) {
        CompletionItem item = new CompletionItem(proposal.label());
        item.setKind(
                switch (proposal.kind()) {
                    case PROPERTY -> CompletionItemKind.Property;
                    case TASK -> CompletionItemKind.Struct;
                    case VALUE -> CompletionItemKind.EnumMember;
                    case KEYWORD -> CompletionItemKind.Keyword;
                    case REFERENCE -> CompletionItemKind.Reference;
                    case FUNCTION -> CompletionItemKind.Function;
                    case VARIABLE -> CompletionItemKind.Variable;
                    case FIELD -> CompletionItemKind.Field;
                });
        if (!proposal.detail().isEmpty()) {
            item.setDetail(proposal.detail());
        }
        if (!proposal.documentation().isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, proposal.documentation()));
        }
        item.setSortText("%05d".formatted(place));
        item.setInsertTextFormat(InsertTextFormat.Snippet);
        item.setInsertTextMode(InsertTextMode.AdjustIndentation);
        item.setTextEdit(
                Either.forLeft(new TextEdit(convert.range(snapshot.source(), proposal.replaced()), proposal.insert())));
        return item;
    }
}
