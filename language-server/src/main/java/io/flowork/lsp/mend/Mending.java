package io.flowork.lsp.mend;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that an author can choose.
 *
 * @param title what it does, as a command
 * @param mends what it mends; null if it mends several things
 * @param edits the changes to the text, none overlapping another
 * @param preferred whether it says what can only have been meant
 */
public record Mending(String title, @Nullable Diagnostic mends, List<Edit> edits, boolean preferred) {
    /** Copies the edits. */
    public Mending {
        edits = List.copyOf(edits);
    }
}
