package io.flowork.lsp.refactor;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Range;
import java.util.List;

/**
 * What changes.
 *
 * @param edits changes to the text, none overlapping another
 * @param files files to be made beside the text's
 */
public record Change(List<Edit> edits, List<NewFile> files) {
    /** Copies the lists. */
    public Change {
        edits = List.copyOf(edits);
        files = List.copyOf(files);
    }

    /**
     * A file to be made.
     *
     * @param name its name, in the folder of the text
     * @param text what it says
     */
    public record NewFile(String name, String text) {}

    /** Changes to the text only. */
    static Change of(Edit... edits) {
        return new Change(List.of(edits), List.of());
    }

    static Edit insert(int offset, String text) {
        return new Edit(new Range(offset, offset), text);
    }
}
