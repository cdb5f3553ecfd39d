package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.refactor.Refactoring.Kind;
import java.util.List;

/** Between YAML and JSON, for a whole text. */
final class Conversions {
    private Conversions() {}

    /** What can be done, if the cursor is at the top of the workflow: in {@code document}. */
    static List<Refactoring> at(Snapshot snapshot, int offset) {
        Node root = snapshot.root();
        MappingNode.Entry document = root instanceof MappingNode top ? top.entry("document") : null;
        if (root == null || document == null || !document.range().touches(offset)) {
            return List.of();
        }
        boolean json = snapshot.source().text().stripLeading().startsWith("{");
        boolean broken = !snapshot.analysis().tree().skipped().isEmpty()
                || !snapshot.analysis().tree().diagnostics().isEmpty();
        String refused = broken ? "the text cannot be read; mend it first" : null;
        Range all = new Range(0, snapshot.source().text().length());
        return List.of(
                json
                        ? new Refactoring(
                                "to-yaml",
                                "Write the whole file as YAML",
                                Kind.REWRITE,
                                refused,
                                () -> Change.of(new Edit(all, YamlText.of(root.json()))))
                        : new Refactoring(
                                "to-json",
                                "Write the whole file as JSON, without its comments",
                                Kind.REWRITE,
                                refused,
                                () -> Change.of(new Edit(all, JsonWriter.pretty(root.json()) + "\n"))));
    }
}
