package io.flowork.lsp.format;

import io.flowork.grammar.SafeFixes;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.Document;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.YamlReader;
import io.flowork.lsp.document.Snapshot;
import java.util.List;

/** Formats a text, or some lines of it. A text that cannot be read, or that would mean something else, stays as it is. */
public final class Formatting {
    private Formatting() {}

    /** The changes that a whole text needs, in its order, none overlapping another; none if it is as it should be. */
    public static List<Edit> all(Snapshot snapshot, Style style) {
        return lines(snapshot, 1, snapshot.source().lines(), style);
    }

    /**
     * The changes that some lines of a text need. A list or object that is only partly in them stays in its column.
     *
     * @param first the first line, from 1
     * @param last the last one
     */
    public static List<Edit> lines(Snapshot snapshot, int first, int last, Style style) {
        List<Edit> edits = unchecked(snapshot, first, last, style);
        return edits.isEmpty() || keepsMeaning(snapshot, edits) ? edits : List.of();
    }

    /** The changes without a look at what comes of them. */
    static List<Edit> unchecked(Snapshot snapshot, int first, int last, Style style) {
        SourceText source = snapshot.source();
        Document tree = snapshot.analysis().tree();
        Node root = tree.root();
        if (root == null
                || !tree.skipped().isEmpty()
                || tree.diagnostics().stream().anyMatch(Formatting::isBroken)) {
            return List.of();
        }
        if (source.name().endsWith(".json")) {
            return isJson(source.text()) ? JsonLayout.edits(source, first, last, style) : List.of();
        }
        return YamlLayout.edits(snapshot, root, first, last, style);
    }

    private static boolean isBroken(Diagnostic diagnostic) {
        return diagnostic.severity() == Severity.ERROR
                && !diagnostic.code().equals(DiagnosticCode.DUPLICATE_KEY.code());
    }

    private static boolean isJson(String text) {
        try {
            var _ = JsonReader.parse(text);
            return true;
        } catch (JsonSyntaxException e) {
            return false;
        }
    }

    private static boolean keepsMeaning(Snapshot snapshot, List<Edit> edits) {
        SourceText source = snapshot.source();
        SourceText after = SourceText.of(source.name(), SafeFixes.edited(source.text(), edits));
        return SameMeaning.of(snapshot.analysis().tree(), YamlReader.read(after));
    }
}
