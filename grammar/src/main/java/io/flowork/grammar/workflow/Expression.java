package io.flowork.grammar.workflow;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.text.Range;

/**
 * A runtime expression.
 *
 * @param text the jq program as the parser saw it, without {@code ${ }}
 * @param range where the program stands in the file
 * @param filter its syntax tree, whose ranges are relative to {@code text}
 */
public record Expression(String text, Range range, Filter filter) {}
