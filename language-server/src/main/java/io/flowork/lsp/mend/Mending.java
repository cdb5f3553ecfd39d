package io.flowork.lsp.mend;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.lsp.refactor.Change;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that an author can choose.
 *
 * @param title what it does, as a command
 * @param mends what it mends; null if it mends several things
 * @param change what changes
 * @param preferred whether it says what can only have been meant
 */
public record Mending(String title, @Nullable Diagnostic mends, Change change, boolean preferred) {
    /** A change of the text only. */
    Mending(String title, @Nullable Diagnostic mends, List<Edit> edits, boolean preferred) {
        this(title, mends, new Change(edits, List.of()), preferred);
    }

    /** The changes to the text, none overlapping another. */
    public List<Edit> edits() {
        return change.edits();
    }
}
