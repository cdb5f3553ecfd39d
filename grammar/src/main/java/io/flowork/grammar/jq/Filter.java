package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;

/** A node of a jq program's syntax tree. */
public sealed interface Filter {
    /** Where it stands in the program's text. */
    Range range();

    /**
     * {@code .}
     *
     * @param range where it stands
     */
    record Identity(Range range) implements Filter {}
}
