package io.flowork.lsp.describe;

import io.flowork.grammar.analysis.ExpressionAnalysis.Variable;
import io.flowork.grammar.analysis.PartTypes;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqFunction;
import io.flowork.grammar.jq.JqFunctions;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.scope.RuntimeArgument;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.lsp.complete.Documentation;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.FilterTree;
import io.flowork.lsp.expression.Names;
import io.flowork.lsp.expression.PlaceInExpression;
import io.flowork.lsp.expression.Surroundings;
import io.flowork.lsp.expression.WrittenExpression;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What is said about a part of an expression: help for a function, what a variable holds, and types; also of an expression
 * that has errors.
 */
final class ExpressionDescriptions {
    private static final int LONGEST = 4_000;

    private final String program;
    private final Filter whole;
    private final int cursor;
    private final Surroundings around;
    private final UnaryOperator<Range> inFile;

    private ExpressionDescriptions(
            String program, Filter whole, int cursor, Surroundings around, UnaryOperator<Range> inFile) {
        this.program = program;
        this.whole = whole;
        this.cursor = cursor;
        this.around = around;
        this.inFile = inFile;
    }

    /** What is said about a place in an expression as it is written. */
    static Optional<Description> at(Snapshot snapshot, WrittenExpression written) {
        String program = written.text();
        return new ExpressionDescriptions(
                        program,
                        JqParser.parse(program).filter(),
                        written.cursor(),
                        Surroundings.of(snapshot, written),
                        part -> written.rangeOf(part.start(), part.end()))
                .description();
    }

    /** What is said about a place in an expression that could be read. */
    static Optional<Description> at(Snapshot snapshot, PlaceInExpression place) {
        return new ExpressionDescriptions(
                        place.site().expression().text(),
                        place.site().expression().filter(),
                        place.offset(),
                        Surroundings.of(snapshot, place.site()),
                        place.site()::rangeOf)
                .description();
    }

    private Optional<Description> description() {
        List<Filter> path = FilterTree.path(whole, cursor);
        Optional<Description> given = given(path);
        if (given.isPresent()) {
            return given;
        }
        Filter innermost = path.getLast();
        if (path.size() > 1
                && path.get(path.size() - 2) instanceof Filter.Index index
                && index.key().equals(innermost)) {
            innermost = index; // a field is more than its name
        }
        String text = switch (innermost) {
            case Filter.Call call -> function(call);
            case Filter.Variable variable -> variable(variable);
            case Filter.Format format -> format(format.name());
            case Filter.Text formatted -> format(formatted.format());
            default -> "";
        };
        Optional<PartTypes> types = types(innermost);
        return told(innermost.range(), text, types.map(PartTypes::output).orElse(Type.UNKNOWN));
    }

    private Optional<PartTypes> types(Filter part) {
        return PartTypes.of(whole, part, around.input(), around.types());
    }

    private Optional<Description> told(Range part, String about, Type type) {
        String shown = type.isUnknown() ? "" : "```text\n" + cut(type.toString()) + "\n```";
        String text = about + (about.isEmpty() || shown.isEmpty() ? "" : "\n\n") + shown;
        return text.isEmpty() ? Optional.empty() : Optional.of(new Description(inFile.apply(part), text));
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }

    // --- functions ---

    private String function(Filter.Call call) {
        int arity = call.arguments().size();
        Names names = Names.around(whole, call);
        if (arity == 0 && names.parameters().contains(call.name())) {
            return "**" + call.name() + "**\n\nA parameter of the function around: a filter that is applied here.";
        }
        for (Filter.Function own : names.functions()) {
            if (own.name().equals(call.name()) && own.parameters().size() == arity) {
                return own(own);
            }
        }
        JqFunction function = JqFunctions.find(call.name(), arity);
        if (function == null) {
            return "";
        }
        String title = "**" + function.usage() + "**\n\n";
        return switch (function.availability()) {
            case AVAILABLE -> title + Documentation.of(function);
            case REFUSED -> title + function.summary() + "\n\nA workflow has it not: " + function.reason() + ".";
            case INTERNAL -> "";
        };
    }

    private String own(Filter.Function function) {
        return "**" + Documentation.usage(function) + "**\n\nA function of this expression.\n\n```jq\n"
                + cut(program.substring(
                        function.range().start(), function.range().end())) + "\n```";
    }

    private static String format(@Nullable String name) {
        String summary = name == null ? null : JqFunctions.formats().get(name);
        return summary == null ? "" : "**@" + name + "**\n\n" + summary;
    }

    // --- variables ---

    private String variable(Filter.Variable variable) {
        String name = variable.name();
        String title = "**$" + name + "**\n\n";
        if (Names.around(whole, variable).variables().contains(name)) {
            return title + "Bound by this expression.";
        }
        for (Variable known : around.variables()) {
            if (known.name().equals(name)) {
                return title + known.summary();
            }
        }
        RuntimeArgument argument = RuntimeArgument.named(name);
        return argument == null
                ? ""
                : title + argument.summary() + "\n\nNot here: the standard has it in " + argument.availability() + ".";
    }

    /** What is said of a name where the expression gives it: a variable behind {@code as}, or a function behind {@code def}. */
    private Optional<Description> given(List<Filter> path) {
        for (Filter filter : path.reversed()) {
            Optional<Description> found = switch (filter) {
                case Filter.Bind bind -> bound(bind.patterns(), bind.body());
                case Filter.Reduce reduce -> bound(reduce.patterns(), reduce.update());
                case Filter.Foreach each -> bound(each.patterns(), each.update());
                case Filter.Define define
                when define.function().nameRange().touches(cursor) ->
                    told(define.function().nameRange(), own(define.function()), Type.UNKNOWN);
                default -> Optional.empty();
            };
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Description> bound(List<Pattern> patterns, Filter inner) {
        for (Pattern pattern : patterns) {
            Range name = name(pattern);
            if (name != null) {
                String variable = program.substring(name.start() + 1, name.end());
                Map<String, Type> held = types(inner).map(PartTypes::variables).orElse(Map.of());
                return told(
                        name,
                        "**$" + variable + "**\n\nBound by this expression.",
                        held.getOrDefault(variable, Type.UNKNOWN));
            }
        }
        return Optional.empty();
    }

    /** Where the name stands that the cursor is on. */
    private @Nullable Range name(Pattern pattern) {
        return switch (pattern) {
            case Pattern.Named named -> named.range().touches(cursor) ? named.range() : null;
            case Pattern.Elements elements -> {
                for (Pattern element : elements.elements()) {
                    Range found = name(element);
                    if (found != null) {
                        yield found;
                    }
                }
                yield null;
            }
            case Pattern.Members members -> {
                for (Pattern.Member member : members.members()) {
                    Range found = name(member);
                    if (found != null) {
                        yield found;
                    }
                }
                yield null;
            }
        };
    }

    private @Nullable Range name(Pattern.Member member) {
        String variable = member.variable();
        if (variable != null) {
            int start = member.range().start();
            Range name = new Range(start, start + 1 + variable.length());
            if (name.touches(cursor)) {
                return name;
            }
        }
        Pattern below = member.value();
        return below == null ? null : name(below);
    }
}
