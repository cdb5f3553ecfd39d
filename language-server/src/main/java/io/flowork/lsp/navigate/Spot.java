package io.flowork.lsp.navigate;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;

/**
 * A place in a file.
 *
 * @param uri what the client calls the file
 * @param source its text
 * @param range the place in it
 */
public record Spot(String uri, SourceText source, Range range) {}
