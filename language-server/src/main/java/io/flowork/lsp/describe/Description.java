package io.flowork.lsp.describe;

import io.flowork.grammar.text.Range;

/**
 * What is said about a part of a text.
 *
 * @param range the part
 * @param markdown what is said
 */
public record Description(Range range, String markdown) {}
