package io.flowork.grammar.analysis;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.scope.RuntimeArgument;
import io.flowork.grammar.scope.Stage;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is known of the expressions and tasks of a workflow: types, variables in scope, and what is surely wrong. */
public final class ExpressionAnalysis {
    private static final Evaluated NOTHING = new Evaluated(Type.UNKNOWN, Map.of(), Type.UNKNOWN);

    private final Map<String, TaskTypes> tasks;
    private final IdentityHashMap<Expression, Evaluated> evaluated;
    private final IdentityHashMap<Task, Type> given;
    private final List<Diagnostic> diagnostics;
    private final boolean known;

    private record Evaluated(Type input, Map<String, Type> variables, Type value) {}

    /**
     * A variable that can be used at a place.
     *
     * @param name its name without {@code $}
     * @param type what it holds there
     * @param summary what it is, in one line
     */
    public record Variable(String name, Type type, String summary) {}

    private ExpressionAnalysis(
            Map<String, TaskTypes> tasks,
            IdentityHashMap<Expression, Evaluated> evaluated,
            IdentityHashMap<Task, Type> given,
            List<Diagnostic> diagnostics,
            boolean known) {
        this.tasks = tasks;
        this.evaluated = evaluated;
        this.given = given;
        this.diagnostics = diagnostics;
        this.known = known;
    }

    /**
     * Analyses a workflow's expressions. Pure.
     *
     * @param workflow the workflow; null when the document has errors, and nothing is known of types
     * @param sites all expressions of the document
     * @param functions what can be called besides the functions of the standard
     */
    public static ExpressionAnalysis of(
            @Nullable Workflow workflow, List<ExpressionSite> sites, FunctionSignatures functions) {
        if (workflow == null) {
            return new ExpressionAnalysis(Map.of(), new IdentityHashMap<>(), new IdentityHashMap<>(), List.of(), false);
        }
        Collector collector = new Collector(sites);
        FlowTypes flow = new FlowTypes(workflow, new Evaluator(workflow.secrets(), collector), functions);
        Map<String, TaskTypes> tasks = flow.run();
        return new ExpressionAnalysis(tasks, collector.evaluated, flow.given(), collector.diagnostics, true);
    }

    /** What is surely wrong. */
    public List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    /** The types of a task's data by its reference; null when it is never reached, or nothing is known. */
    public @Nullable TaskTypes task(String reference) {
        return tasks.get(reference);
    }

    /** The tasks that call a function or run a workflow, with the types of what they give it. */
    public Map<Task, Type> given() {
        return Collections.unmodifiableMap(given);
    }

    /** The type of what an expression gives. */
    public Type value(ExpressionSite site) {
        return known(site).value;
    }

    /** The type of {@code .} in an expression. */
    public Type input(ExpressionSite site) {
        return known(site).input;
    }

    private Evaluated known(ExpressionSite site) {
        return evaluated.getOrDefault(site.expression(), NOTHING);
    }

    /** Whether anything is known of types: not in a document that has errors. */
    public boolean isKnown() {
        return known;
    }

    /**
     * The variables that the standard and the tasks around give to an expression, the innermost first. What they hold by the
     * standard is known also in a document that has errors.
     */
    public List<Variable> variables(ExpressionSite site) {
        return variables(site.stage(), site.locals(), known(site).variables);
    }

    /**
     * The variables that there are at a place.
     *
     * @param stage the place in the data flow
     * @param locals the variables of the tasks around, outermost first
     * @param types what is known of what they hold, by their names without {@code $}
     */
    public static List<Variable> variables(Stage stage, List<LocalVariable> locals, Map<String, Type> types) {
        Set<String> names = new LinkedHashSet<>();
        List<Variable> variables = new ArrayList<>();
        for (LocalVariable local : locals.reversed()) {
            if (names.add(local.name())) {
                Type known = types.getOrDefault(local.name(), TaskOutputs.local(local.kind()));
                variables.add(new Variable(local.name(), known, local.kind().summary()));
            }
        }
        for (RuntimeArgument argument : RuntimeArgument.values()) {
            if (argument.isAvailable(stage) && names.add(argument.variable())) {
                Type known = types.getOrDefault(argument.variable(), TaskOutputs.argument(argument));
                variables.add(new Variable(argument.variable(), known, argument.summary()));
            }
        }
        return variables;
    }

    /**
     * The types of all filters in an expression, by their ranges in its text: of {@code .} where the filter stands, and of
     * what it gives.
     */
    public Map<Range, FilterTypes> filters(ExpressionSite site) {
        Evaluated known = known(site);
        Map<Range, FilterTypes> filters = new LinkedHashMap<>();
        AnalysisListener seen = new AnalysisListener() {
            @Override
            public boolean everywhere() {
                return true;
            }

            @Override
            public void seen(Filter filter, Type input, Outputs outputs) {
                filters.merge(
                        filter.range(),
                        new FilterTypes(input, outputs.type()),
                        (a, b) -> new FilterTypes(Types.join(a.input, b.input), Types.join(a.output, b.output)));
            }
        };
        new Inference(seen, known.variables).infer(site.expression().filter(), known.input, null);
        return filters;
    }

    /**
     * The types at a filter.
     *
     * @param input what {@code .} is there
     * @param output what each output is
     */
    public record FilterTypes(Type input, Type output) {}

    /** Remembers types by expression, and turns findings into diagnostics. */
    private static final class Collector implements Evaluator.Listener {
        private final IdentityHashMap<Expression, Evaluated> evaluated = new IdentityHashMap<>();
        private final IdentityHashMap<Expression, ExpressionSite> sites = new IdentityHashMap<>();
        private final Map<String, Diagnostic> unique = new LinkedHashMap<>();
        private final List<Diagnostic> diagnostics = new ArrayList<>();

        Collector(List<ExpressionSite> all) {
            all.forEach(site -> sites.put(site.expression(), site));
        }

        @Override
        public void evaluated(Expression expression, Type input, Map<String, Type> variables, Type value) {
            Evaluated next = new Evaluated(input, variables, value);
            evaluated.merge(expression, next, Collector::join);
        }

        private static Evaluated join(Evaluated a, Evaluated b) {
            Map<String, Type> variables = new HashMap<>(a.variables);
            b.variables.forEach((name, type) -> variables.merge(name, type, Types::join));
            return new Evaluated(Types.join(a.input, b.input), variables, Types.join(a.value, b.value));
        }

        @Override
        public void found(
                Expression expression, DiagnosticCode code, Range range, String message, @Nullable String replacement) {
            ExpressionSite site = sites.get(expression);
            if (site == null) {
                return;
            }
            Range at = site.rangeOf(range);
            Diagnostic diagnostic = replacement == null
                    ? code.at(at, message)
                    : code.at(
                            at,
                            message,
                            new Diagnostic.Fix(
                                    "Change to " + replacement, List.of(new Diagnostic.Edit(at, replacement))));
            if (unique.put(code.code() + at, diagnostic) == null) {
                diagnostics.add(diagnostic);
            }
        }
    }
}
