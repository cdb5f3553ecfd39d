package io.flowork.grammar.jq;

import java.util.List;

/**
 * A jq program as far as it could be understood.
 *
 * @param filter the syntax tree, with {@link Filter.Missing} where something is missing
 * @param problems what is wrong, in the order found; empty for a correct program
 */
public record ParsedFilter(Filter filter, List<JqProblem> problems) {
    /** Copies the problems. */
    public ParsedFilter {
        problems = List.copyOf(problems);
    }
}
