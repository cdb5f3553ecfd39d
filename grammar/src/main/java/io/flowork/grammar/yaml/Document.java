package io.flowork.grammar.yaml;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A YAML or JSON text as a tree.
 *
 * @param source the text
 * @param root its value; null when the text is empty or nothing of it could be read
 * @param diagnostics what is wrong with it as YAML, in the order found
 * @param skipped the parts that could not be read
 */
public record Document(SourceText source, @Nullable Node root, List<Diagnostic> diagnostics, List<Range> skipped) {
    /** Copies the lists. */
    public Document {
        diagnostics = List.copyOf(diagnostics);
        skipped = List.copyOf(skipped);
    }
}
