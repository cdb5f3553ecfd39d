package io.flowork.lsp.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.lsp.complete.Proposal;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.document.Snapshot;
import java.util.List;
import java.util.Optional;
import org.eclipse.lsp4j.ClientCapabilities;
import org.eclipse.lsp4j.CompletionCapabilities;
import org.eclipse.lsp4j.CompletionItem;
import org.eclipse.lsp4j.CompletionItemCapabilities;
import org.eclipse.lsp4j.CompletionItemTag;
import org.eclipse.lsp4j.CompletionItemTagSupportCapabilities;
import org.eclipse.lsp4j.TextDocumentClientCapabilities;
import org.junit.jupiter.api.Test;

/** What a client is told of a proposal, by what it can do. */
class ProposalsTest {
    private static final Snapshot TEXT =
            new Snapshot("file:///a.flow.yaml", 1, SourceText.of("/a.flow.yaml", "a: o"), FunctionSignatures.NONE);

    private static CompletionItem told(CompletionItemCapabilities can) {
        CompletionCapabilities completion = new CompletionCapabilities();
        completion.setCompletionItem(can);
        TextDocumentClientCapabilities texts = new TextDocumentClientCapabilities();
        texts.setCompletion(completion);
        ClientCapabilities capabilities = new ClientCapabilities();
        capabilities.setTextDocument(texts);
        Client client = new Client(() -> null);
        client.can(capabilities);
        Proposal old =
                new Proposal("old", Proposal.Kind.PROPERTY, "", "", "old", new Range(3, 4), 0, "old", ",]}", true);
        return Proposals.of(client, new Convert(PositionEncoding.UTF_16, code -> Optional.empty()))
                .list(TEXT, 4, 1, List.of(old))
                .getItems()
                .getFirst();
    }

    @Test
    @SuppressWarnings("deprecation") // that the old property is not set is what is tested
    void aClientThatCanMuchIsToldCharactersAndTags() {
        CompletionItemCapabilities can = new CompletionItemCapabilities();
        can.setCommitCharactersSupport(true);
        can.setDeprecatedSupport(true);
        can.setTagSupport(new CompletionItemTagSupportCapabilities(List.of(CompletionItemTag.Deprecated)));
        CompletionItem item = told(can);
        assertThat(item.getCommitCharacters()).containsExactly(",", "]", "}");
        assertThat(item.getTags()).containsExactly(CompletionItemTag.Deprecated);
        assertThat(item.getDeprecated()).isNull();
    }

    @Test
    @SuppressWarnings("deprecation") // older clients know nothing else
    void anOlderClientIsToldOtherwise() {
        CompletionItemCapabilities can = new CompletionItemCapabilities();
        can.setDeprecatedSupport(true);
        CompletionItem item = told(can);
        assertThat(item.getCommitCharacters()).isNull();
        assertThat(item.getTags()).isNull();
        assertThat(item.getDeprecated()).isTrue();
    }

    @Test
    @SuppressWarnings("deprecation") // that the old property is not set is what is tested
    void aClientThatSaysNothingIsToldNeither() {
        CompletionItem item = told(new CompletionItemCapabilities());
        assertThat(item.getCommitCharacters()).isNull();
        assertThat(item.getTags()).isNull();
        assertThat(item.getDeprecated()).isNull();
    }
}
