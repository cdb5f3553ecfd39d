package io.flowork.lsp.complete;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunction.Availability;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Proposes functions of jq: those of the catalogue, and those that an expression defines itself. */
final class FunctionProposals {
    private static final List<Described> CATALOGUE = catalogue();

    private FunctionProposals() {}

    /** A function with what is told about it, which is the same everywhere. */
    private record Described(JqFunction function, String detail, String documentation) {}

    private static List<Described> catalogue() {
        List<Described> all = new ArrayList<>();
        for (JqFunction function : JqFunctions.all().values()) {
            if (function.availability() == Availability.AVAILABLE) {
                all.add(new Described(function, Documentation.signature(function), Documentation.of(function)));
            }
        }
        return all;
    }

    /**
     * Proposes the functions of the catalogue; those that surely fail on the input come last.
     *
     * @param hidden the names with the numbers of parameters that stand for something else, as {@code map/1}
     */
    static void all(ExpressionCompletions into, Set<String> hidden, Type input) {
        for (Described described : CATALOGUE) {
            JqFunction function = described.function;
            if (hidden.contains(function.key())) {
                continue;
            }
            boolean fits =
                    input.isNever() || input.may(function.signature().accepts().kinds());
            Insertion insertion = into.insertion().text(function.name());
            String before = "(";
            for (JqFunction.Parameter parameter : function.parameters()) {
                boolean text = parameter.accepts().kinds() == Type.STRING_KIND;
                insertion
                        .text(before + (text ? "\"" : ""))
                        .stop(parameter.name())
                        .text(text ? "\"" : "");
                before = "; ";
            }
            insertion.text(function.parameters().isEmpty() ? "" : ")");
            into.add(
                    function.usage(),
                    Proposal.Kind.FUNCTION,
                    described.detail,
                    described.documentation,
                    insertion,
                    fits ? ExpressionCompletions.FUNCTIONS : ExpressionCompletions.UNFIT);
        }
    }

    /** Proposes a function that the expression defines. */
    static void own(ExpressionCompletions into, Filter.Function function) {
        Insertion insertion = into.insertion().text(function.name());
        String before = "(";
        for (Filter.Parameter parameter : function.parameters()) {
            insertion.text(before).stop(parameter.name());
            before = "; ";
        }
        insertion.text(function.parameters().isEmpty() ? "" : ")");
        into.add(
                Documentation.usage(function),
                Proposal.Kind.FUNCTION,
                "function of this expression",
                "",
                insertion,
                ExpressionCompletions.OWN);
    }
}
