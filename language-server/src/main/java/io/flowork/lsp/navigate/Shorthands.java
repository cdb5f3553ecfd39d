package io.flowork.lsp.navigate;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.text.Range;
import io.flowork.lsp.expression.PlaceInExpression;
import java.util.List;

/** Variables that are written once and mean a key as well: <code>{$x}</code> is short for <code>{x: $x}</code>. */
final class Shorthands {
    private Shorthands() {}

    /** What a variable at a place is besides. */
    enum Sort {
        /** Nothing. */
        NONE,
        /** A key whose name must stay when the variable has another. */
        KEY,
        /** A key with a pattern of its own, which cannot be told apart from the variable. */
        KEY_AND_PATTERN
    }

    /**
     * What a variable is besides.
     *
     * @param variable where it stands in the expression
     */
    static Sort of(PlaceInExpression place, Range variable) {
        for (Filter around : place.path()) {
            Sort sort = switch (around) {
                case Filter.ObjectOf object ->
                    object.entries().stream()
                                    .anyMatch(entry ->
                                            entry.range().equals(variable) && entry.value() instanceof Filter.Variable)
                            ? Sort.KEY
                            : Sort.NONE;
                case Filter.Bind bind -> among(bind.patterns(), variable);
                case Filter.Reduce reduce -> among(reduce.patterns(), variable);
                case Filter.Foreach foreach -> among(foreach.patterns(), variable);
                default -> Sort.NONE;
            };
            if (sort != Sort.NONE) {
                return sort;
            }
        }
        return Sort.NONE;
    }

    private static Sort among(List<Pattern> patterns, Range variable) {
        return patterns.stream()
                .map(pattern -> in(pattern, variable))
                .filter(sort -> sort != Sort.NONE)
                .findFirst()
                .orElse(Sort.NONE);
    }

    private static Sort in(Pattern pattern, Range variable) {
        return switch (pattern) {
            case Pattern.Named ignored -> Sort.NONE;
            case Pattern.Elements elements -> among(elements.elements(), variable);
            case Pattern.Members members -> {
                for (Pattern.Member member : members.members()) {
                    if (member.variable() != null && member.range().start() == variable.start()) {
                        yield member.value() == null ? Sort.KEY : Sort.KEY_AND_PATTERN;
                    }
                    Sort inner = member.value() == null ? Sort.NONE : in(member.value(), variable);
                    if (inner != Sort.NONE) {
                        yield inner;
                    }
                }
                yield Sort.NONE;
            }
        };
    }
}
