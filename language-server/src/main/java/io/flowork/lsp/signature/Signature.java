package io.flowork.lsp.signature;

import io.flowork.grammar.text.Range;
import java.util.List;

/**
 * One way to call a function.
 *
 * @param label the function with its parameters, and what it takes and gives
 * @param documentation Markdown about it; may be empty
 * @param parameters its parameters
 */
public record Signature(String label, String documentation, List<Parameter> parameters) {
    /** Copies the list. */
    public Signature {
        parameters = List.copyOf(parameters);
    }

    /**
     * A parameter.
     *
     * @param range where it stands in the label
     * @param documentation Markdown about it
     */
    public record Parameter(Range range, String documentation) {}
}
