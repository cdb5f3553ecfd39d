package io.flowork.grammar.analysis;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.NameChecker;
import io.flowork.grammar.jq.NameListener;
import io.flowork.grammar.jq.NameProblem;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.scope.RuntimeArgument;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports the names in expressions that stand for nothing where they are used. */
public final class NameDiagnostics {
    private final Map<String, LocalVariable> anywhere = new LinkedHashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();

    private NameDiagnostics() {}

    /** What is wrong with the names in a document's expressions. Pure. */
    public static List<Diagnostic> of(List<ExpressionSite> sites) {
        NameDiagnostics names = new NameDiagnostics();
        for (ExpressionSite site : sites) {
            site.locals().forEach(local -> names.anywhere.putIfAbsent(local.name(), local));
        }
        for (ExpressionSite site : sites) {
            if (!site.loose()) {
                names.check(site);
            }
        }
        return names.diagnostics;
    }

    private void check(ExpressionSite site) {
        NameListener stages = new NameListener() {
            @Override
            public void free(Filter.Variable variable, boolean given) {
                stage(site, variable, given);
            }
        };
        List<NameProblem> problems = NameChecker.check(site.expression().filter(), site.names(), stages);
        for (NameProblem problem : problems) {
            diagnostics.add(diagnostic(site, problem));
        }
    }

    private Diagnostic diagnostic(ExpressionSite site, NameProblem problem) {
        Range range = site.rangeOf(problem.range());
        String suggestion = problem.refusal().suggestion();
        String message = problem.refusal().message();
        return switch (problem.kind()) {
            case FUNCTION -> at(DiagnosticCode.UNKNOWN_JQ_FUNCTION, range, message, suggestion);
            case VARIABLE -> variable(site, problem, range);
            case LABEL -> at(DiagnosticCode.UNKNOWN_LABEL, range, message, prefixed("break $", suggestion));
            case FORMAT -> at(DiagnosticCode.UNKNOWN_FORMAT, range, message, prefixed("@", suggestion));
            case KEY -> at(DiagnosticCode.BAD_OBJECT_KEY, range, message, suggestion);
        };
    }

    private Diagnostic variable(ExpressionSite site, NameProblem problem, Range range) {
        LocalVariable elsewhere = anywhere.get(problem.name());
        if (elsewhere != null) {
            String message =
                    "`$" + problem.name() + "` exists only " + elsewhere.kind().where() + " '" + elsewhere.task() + "'";
            return DiagnosticCode.UNKNOWN_VARIABLE.at(
                    range,
                    message,
                    new Diagnostic.Related(elsewhere.declaration(), "this task gives it to what is inside of it"));
        }
        String local = problem.refusal().suggestion() != null || site.locals().isEmpty()
                ? ""
                : "; " + site.locals().getLast().kind().where() + " '"
                        + site.locals().getLast().task() + "' there is `$"
                        + site.locals().getLast().name() + "`";
        return at(
                DiagnosticCode.UNKNOWN_VARIABLE,
                range,
                problem.refusal().message() + local,
                prefixed("$", problem.refusal().suggestion()));
    }

    private static @Nullable String prefixed(String prefix, @Nullable String suggestion) {
        return suggestion == null ? null : prefix + suggestion;
    }

    private static Diagnostic at(DiagnosticCode code, Range range, String message, @Nullable String replacement) {
        return replacement == null
                ? code.at(range, message)
                : code.at(
                        range,
                        message,
                        new Diagnostic.Fix(
                                "Change to " + replacement, List.of(new Diagnostic.Edit(range, replacement))));
    }

    /** A variable of the standard at a place where the standard does not have it. */
    private void stage(ExpressionSite site, Filter.Variable variable, boolean known) {
        RuntimeArgument argument = RuntimeArgument.named(variable.name());
        if (known && argument != null && site.local(variable.name()) == null && !argument.isAvailable(site.stage())) {
            diagnostics.add(DiagnosticCode.VARIABLE_ELSEWHERE.at(
                    site.rangeOf(variable.range()),
                    "`$" + variable.name() + "` is not available in "
                            + site.stage().description()
                            + ", only in " + argument.availability() + "; here it is "
                            + argument.elsewhere(site.stage())));
        }
    }
}
