package io.flowork.lsp.describe;

import io.flowork.grammar.analysis.ExpressionAnalysis;
import io.flowork.grammar.analysis.ExpressionAnalysis.FilterTypes;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.lsp.complete.Documentation;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.PlaceInExpression;
import java.util.List;
import java.util.Optional;

/** What is said about a part of an expression: help for a function, what a variable holds, and types. */
final class ExpressionDescriptions {
    private ExpressionDescriptions() {}

    static Optional<Description> at(Snapshot snapshot, PlaceInExpression place) {
        List<Filter> path = place.path();
        Filter innermost = path.getLast();
        if (path.size() > 1
                && path.get(path.size() - 2) instanceof Filter.Index index
                && index.key().equals(innermost)) {
            innermost = index; // a field is more than its name
        }
        StringBuilder text = new StringBuilder();
        switch (innermost) {
            case Filter.Call call -> function(call, text);
            case Filter.Variable variable -> variable(snapshot, place, variable.name(), text);
            default -> {}
        }
        FilterTypes types =
                snapshot.analysis().expressions().filters(place.site()).get(innermost.range());
        if (types != null && !types.output().isUnknown()) {
            text.append(text.isEmpty() ? "" : "\n\n")
                    .append("```text\n")
                    .append(types.output())
                    .append("\n```");
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Description(place.site().rangeOf(innermost.range()), text.toString()));
    }

    private static void function(Filter.Call call, StringBuilder text) {
        JqFunction function = JqFunctions.find(call.name(), call.arguments().size());
        if (function == null) {
            return;
        }
        text.append("**").append(function.usage()).append("**\n\n").append(Documentation.of(function));
    }

    private static void variable(Snapshot snapshot, PlaceInExpression place, String name, StringBuilder text) {
        for (ExpressionAnalysis.Variable variable :
                snapshot.analysis().expressions().variables(place.site())) {
            if (variable.name().equals(name)) {
                text.append("**$").append(name).append("**\n\n").append(variable.summary());
                return;
            }
        }
    }
}
