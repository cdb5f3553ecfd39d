package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;

/** A part of a string with interpolations. */
public sealed interface TextPart {
    /** Where it stands in the program's text. */
    Range range();

    /**
     * Text as written.
     *
     * @param text with its escapes replaced
     */
    record Fixed(Range range, String text) implements TextPart {}

    /** {@code \(filter)}. */
    record Inserted(Range range, Filter filter) implements TextPart {}
}
