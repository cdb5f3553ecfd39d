package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;

/**
 * Something wrong with a jq program.
 *
 * @param range where, relative to the program's text
 * @param message what is wrong and what to do, in plain words
 */
public record JqProblem(Range range, String message) {}
