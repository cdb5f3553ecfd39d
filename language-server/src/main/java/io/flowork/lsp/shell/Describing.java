package io.flowork.lsp.shell;

import io.flowork.lsp.describe.Descriptions;
import io.flowork.lsp.signature.Signature;
import io.flowork.lsp.signature.Signatures;
import io.flowork.lsp.workspace.IndexNeighbours;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.Hover;
import org.eclipse.lsp4j.HoverParams;
import org.eclipse.lsp4j.MarkupContent;
import org.eclipse.lsp4j.MarkupKind;
import org.eclipse.lsp4j.ParameterInformation;
import org.eclipse.lsp4j.ServerCapabilities;
import org.eclipse.lsp4j.SignatureHelp;
import org.eclipse.lsp4j.SignatureHelpOptions;
import org.eclipse.lsp4j.SignatureHelpParams;
import org.eclipse.lsp4j.SignatureInformation;
import org.eclipse.lsp4j.jsonrpc.messages.Tuple;
import org.jspecify.annotations.Nullable;

/** What is told about a place. */
final class Describing {
    private final Answers answers;

    Describing(Answers answers) {
        this.answers = answers;
    }

    /** Says to a client what can be asked. */
    void offer(ServerCapabilities capabilities) {
        capabilities.setHoverProvider(true);
        capabilities.setSignatureHelpProvider(new SignatureHelpOptions(List.of("(", ";")));
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable Hover> hover(HoverParams params) {
        return answers.of(
                params.getTextDocument(),
                null,
                snapshot -> Descriptions.at(
                                snapshot,
                                answers.convert().offset(snapshot.source(), params.getPosition()),
                                new IndexNeighbours(
                                        answers.index(), snapshot.source().name()))
                        .map(said -> new Hover(
                                new MarkupContent(MarkupKind.MARKDOWN, said.markdown()),
                                answers.convert().range(snapshot.source(), said.range())))
                        .orElse(null));
    }

    @SuppressWarnings("NullAway") // by the protocol an answer may be null
    CompletableFuture<@Nullable SignatureHelp> signatureHelp(SignatureHelpParams params) {
        return answers.of(
                params.getTextDocument(),
                null,
                snapshot -> Signatures.at(snapshot, answers.convert().offset(snapshot.source(), params.getPosition()))
                        .map(Describing::help)
                        .orElse(null));
    }

    private static SignatureHelp help(Signatures signatures) {
        List<SignatureInformation> all = new ArrayList<>();
        for (Signature signature : signatures.all()) {
            SignatureInformation information = new SignatureInformation(signature.label());
            if (!signature.documentation().isEmpty()) {
                information.setDocumentation(markdown(signature.documentation()));
            }
            information.setParameters(signature.parameters().stream()
                    .map(parameter -> {
                        ParameterInformation about = new ParameterInformation();
                        about.setLabel(Tuple.two(
                                parameter.range().start(), parameter.range().end()));
                        about.setDocumentation(markdown(parameter.documentation()));
                        return about;
                    })
                    .toList());
            all.add(information);
        }
        return new SignatureHelp(all, signatures.active(), signatures.parameter());
    }

    private static MarkupContent markdown(String text) {
        return new MarkupContent(MarkupKind.MARKDOWN, text);
    }
}
