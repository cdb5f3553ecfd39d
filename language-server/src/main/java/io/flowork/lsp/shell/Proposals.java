package io.flowork.lsp.shell;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.complete.Proposal;
import io.flowork.lsp.document.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionItemKind;
import org.eclipse.lsp4j.CompletionItemLabelDetails;
import org.eclipse.lsp4j.CompletionItemTag;
import org.eclipse.lsp4j.CompletionList;
import org.eclipse.lsp4j.InsertReplaceEdit;
import org.eclipse.lsp4j.InsertTextFormat;
import org.eclipse.lsp4j.InsertTextMode;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.eclipse.lsp4j.TextEdit;
import org.eclipse.lsp4j.jsonrpc.messages.Either;
import org.jspecify.annotations.Nullable;

/**
 * Proposals as the protocol has them, as far as a client understands them.
 *
 * @param convert how the client counts
 * @param snippets whether it knows tab stops
 * @param adjusts whether it indents what it inserts like the line
 * @param details whether it shows details beside labels
 * @param lazy whether it asks for the documentation when it shows it
 * @param both whether it lets its user choose between inserting and replacing
 * @param commits whether it knows characters that take a proposal
 * @param outdated how it is told what is deprecated
 */
record Proposals(
        Convert convert,
        boolean snippets,
        boolean adjusts,
        boolean details,
        boolean lazy,
        boolean both,
        boolean commits,
        Outdated outdated) {
    private static final int FIRST_PLACE = 10_000;
    private static final Pattern DATA = Pattern.compile("\"?(\\d{1,9}):(\\d{1,9})\"?");

    /** How a client shows what is deprecated. */
    enum Outdated {
        /** By a tag. */
        TAG,
        /** By a property of older versions of the protocol. */
        PROPERTY,
        /** Not at all. */
        NOT
    }

    /** For a client, by what it said of itself. */
    static Proposals of(Client client, Convert convert) {
        TextDocumentClientCapabilities text = client.capabilities().getTextDocument();
        @Nullable CompletionCapabilities completion = text == null ? null : text.getCompletion();
        @Nullable CompletionItemCapabilities item = completion == null ? null : completion.getCompletionItem();
        if (item == null) {
            return new Proposals(convert, false, false, false, false, false, false, Outdated.NOT);
        }
        boolean lazy = item.getResolveSupport() != null
                && item.getResolveSupport().getProperties() != null
                && item.getResolveSupport().getProperties().contains("documentation");
        boolean adjusts = item.getInsertTextModeSupport() != null
                && item.getInsertTextModeSupport().getValueSet() != null
                && item.getInsertTextModeSupport().getValueSet().contains(InsertTextMode.AdjustIndentation);
        return new Proposals(
                convert,
                Boolean.TRUE.equals(item.getSnippetSupport()),
                adjusts,
                Boolean.TRUE.equals(item.getLabelDetailsSupport()),
                lazy,
                Boolean.TRUE.equals(item.getInsertReplaceSupport()),
                Boolean.TRUE.equals(item.getCommitCharactersSupport()),
                outdated(item));
    }

    private static Outdated outdated(CompletionItemCapabilities item) {
        boolean tag = item.getTagSupport() != null
                && item.getTagSupport().getValueSet() != null
                && item.getTagSupport().getValueSet().contains(CompletionItemTag.Deprecated);
        return tag ? Outdated.TAG : Boolean.TRUE.equals(item.getDeprecatedSupport()) ? Outdated.PROPERTY : Outdated.NOT;
    }

    /**
     * A list of proposals.
     *
     * @param offset where the cursor stands
     * @param number the list's number, by which its proposals are asked about later
     */
    CompletionList list(Snapshot snapshot, int offset, int number, List<Proposal> proposals) {
        List<CompletionItem> items = new ArrayList<>(proposals.size());
        for (Proposal proposal : proposals) {
            items.add(item(snapshot.source(), offset, proposal, number, items.size()));
        }
        return new CompletionList(false, items);
    }

    private CompletionItem item(SourceText source, int offset, Proposal proposal, int list, int place) {
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
        if (!proposal.detail().isEmpty() && details) {
            CompletionItemLabelDetails beside = new CompletionItemLabelDetails();
            beside.setDescription(proposal.detail());
            item.setLabelDetails(beside);
        } else if (!proposal.detail().isEmpty()) {
            item.setDetail(proposal.detail());
        }
        if (lazy) {
            item.setData(list + ":" + place);
        } else {
            document(item, proposal);
        }
        if (!proposal.filter().equals(proposal.label())) {
            item.setFilterText(proposal.filter());
        }
        if (commits && !proposal.commits().isEmpty()) {
            item.setCommitCharacters(
                    proposal.commits().chars().mapToObj(Character::toString).toList());
        }
        if (proposal.deprecated()) {
            deprecate(item);
        }
        item.setSortText(Integer.toString(FIRST_PLACE + place)); // texts of one length, in the order of the list
        String insert = proposal.insert();
        if (snippets) {
            item.setInsertTextFormat(InsertTextFormat.Snippet);
            item.setInsertTextMode(InsertTextMode.AdjustIndentation);
        } else {
            insert = proposal.plain(
                    adjusts ? "" : indentation(source, proposal.replaced().start()));
            item.setInsertTextFormat(InsertTextFormat.PlainText);
            if (adjusts) {
                item.setInsertTextMode(InsertTextMode.AdjustIndentation);
            }
        }
        Range replaced = proposal.replaced();
        if (both) {
            Range before = new Range(replaced.start(), Math.clamp(offset, replaced.start(), replaced.end()));
            item.setTextEdit(Either.forRight(
                    new InsertReplaceEdit(insert, convert.range(source, before), convert.range(source, replaced))));
        } else {
            item.setTextEdit(Either.forLeft(new TextEdit(convert.range(source, replaced), insert)));
        }
        return item;
    }

    @SuppressWarnings("deprecation") // clients that know no tags know the property
    private void deprecate(CompletionItem item) {
        switch (outdated) {
            case TAG -> item.setTags(List.of(CompletionItemTag.Deprecated));
            case PROPERTY -> item.setDeprecated(true);
            case NOT -> {}
        }
    }

    /** Tells all that is known of a proposal. */
    static void document(CompletionItem item, Proposal proposal) {
        if (!proposal.documentation().isEmpty()) {
            item.setDocumentation(new MarkupContent(MarkupKind.MARKDOWN, proposal.documentation()));
        }
    }

    /** The place of a proposal in a list; -1 if it is of another one. */
    static int place(CompletionItem item, int list) {
        Matcher data = DATA.matcher(String.valueOf(item.getData())); // a text comes back as JSON, in quotes
        return data.matches() && Integer.parseInt(data.group(1)) == list ? Integer.parseInt(data.group(2)) : -1;
    }

    private static String indentation(SourceText source, int offset) {
        String line = source.line(source.position(offset).line());
        int end = 0;
        while (end < line.length() && line.charAt(end) == ' ') {
            end++;
        }
        return line.substring(0, end);
    }
}
