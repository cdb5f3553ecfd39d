package io.flowork.lsp.expression;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.analysis.ExpressionAnalysis;
import io.flowork.grammar.analysis.ExpressionAnalysis.Variable;
import io.flowork.grammar.analysis.TaskTypes;
import io.flowork.grammar.dsl.Shape;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.scope.ExpressionSite;
import io.flowork.grammar.scope.LocalVariable;
import io.flowork.grammar.scope.Stage;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.WrittenValue.Step;
import io.flowork.lsp.outline.Outline;
import io.flowork.lsp.outline.Placed;
import io.flowork.lsp.recorded.RecordedPlace;
import io.flowork.lsp.recorded.RecordedWorkflow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an expression can use where it stands.
 *
 * @param input what {@code .} is
 * @param variables the variables that the standard and the tasks around give to it, the innermost first
 */
public record Surroundings(Type input, List<Variable> variables) {
    /** Up to this many characters a text is read once more for an answer, which takes about two milliseconds. */
    private static final int SMALL = 16 * 1024;

    /** The same where otherwise nothing would be known. */
    private static final int MEDIUM = 512 * 1024;

    /** Copies the list. */
    public Surroundings {
        variables = List.copyOf(variables);
    }

    /** The types of the variables by their names without {@code $}. */
    public Map<String, Type> types() {
        Map<String, Type> types = new HashMap<>();
        variables.forEach(variable -> types.putIfAbsent(variable.name(), variable.type()));
        return types;
    }

    /** What a half-written expression can use, by what is known of the text, of the text without it, or of an earlier one. */
    public static Surroundings of(Snapshot snapshot, WrittenExpression written) {
        Analysis own = snapshot.analysisIfKnown();
        ExpressionSite site = own == null ? null : site(own, written.start());
        if (own != null && site != null && own.expressions().isKnown()) {
            return at(own, site, snapshot);
        }
        Analysis before = snapshot.sound();
        String readable = written.readable(snapshot.source().text());
        if (readable.length() <= (before == null ? MEDIUM : SMALL) || snapshot.knowsStandIn(readable)) {
            Analysis standIn = snapshot.standIn(readable);
            site = site(standIn, written.start());
            if (site != null && (standIn.expressions().isKnown() || before == null)) {
                return at(standIn, site, snapshot);
            }
        }
        if (before != null) {
            Surroundings earlier = earlier(before, written.path(), site, snapshot);
            if (earlier != null) {
                return earlier;
            }
        }
        Stage stage = site == null ? stage(written.path()) : site.stage();
        return of(stage, site == null ? List.of() : site.locals(), Map.of(), Type.UNKNOWN, snapshot);
    }

    /**
     * The same by what was seen when the workflow ran: what is at hand of it.
     *
     * @return nothing if no run came to the place
     */
    public Optional<Surroundings> seen(Snapshot snapshot, WrittenExpression written) {
        Optional<RecordedWorkflow> recorded = snapshot.recordedIfKnown();
        if (recorded.isEmpty()) {
            return Optional.empty();
        }
        RecordedWorkflow runs = recorded.get();
        StringBuilder pointer = new StringBuilder();
        Type task = Type.NEVER;
        Type output = Type.NEVER;
        Step before = null;
        String list = "";
        for (Step step : written.path()) {
            String around = pointer.toString();
            pointer.append('/').append(JsonPointer.escaped(step.part()));
            RecordedPlace there = runs.task(pointer.toString()).orElse(null);
            if (there != null) {
                task = there.input().type();
                output = there.output().type();
            } else if (before != null && before.key() == null && step.key() != null) {
                RecordedPlace previous = runs.before(list, before.index()).orElse(null);
                task = previous == null ? task : previous.output().type(); // what a new task gets
                output = previous == null ? output : Type.NEVER;
            }
            list = around;
            before = step;
        }
        Type here = runs.expression(pointer.toString(), "")
                .map(place -> place.input().type())
                .orElse(Type.NEVER);
        if (here.isNever()) {
            here = switch (stage(written.path())) {
                case DEFINITION -> task;
                case TASK_OUTPUT, TASK_EXPORT -> output;
                case CONDITION, TASK_INPUT, WORKFLOW_INPUT, WORKFLOW_OUTPUT -> Type.NEVER;
            };
        }
        if (here.isNever() && task.isNever()) {
            return Optional.empty();
        }
        List<Variable> known = new ArrayList<>();
        for (Variable variable : variables) {
            boolean better = variable.name().equals("input") && !task.isNever();
            known.add(better ? new Variable(variable.name(), task, variable.summary()) : variable);
        }
        return Optional.of(new Surroundings(here.isNever() ? input : here, known));
    }

    /** What an expression can use that could be read. */
    public static Surroundings of(Snapshot snapshot, ExpressionSite site) {
        return at(snapshot.analysis(), site, snapshot);
    }

    private static Surroundings at(Analysis analysis, ExpressionSite site, Snapshot snapshot) {
        ExpressionAnalysis types = analysis.expressions();
        List<Variable> variables = types.variables(site);
        return types.isKnown()
                ? new Surroundings(types.input(site), variables)
                : of(site.stage(), site.locals(), Map.of(), Type.UNKNOWN, snapshot);
    }

    private static Surroundings of(
            Stage stage, List<LocalVariable> locals, Map<String, Type> types, Type input, Snapshot snapshot) {
        Map<String, Type> all = new HashMap<>(types);
        all.putIfAbsent("secrets", secrets(snapshot));
        return new Surroundings(input, ExpressionAnalysis.variables(stage, locals, all));
    }

    /** The names that {@code use.secrets} has, in a text whose types are not known. */
    private static Type secrets(Snapshot snapshot) {
        Map<String, Type.Member> names = new LinkedHashMap<>();
        if (snapshot.analysisIfKnown() != null || snapshot.source().text().length() <= MEDIUM) {
            for (Outline.Definition definition : snapshot.outline().definitions()) {
                if (definition.section() == Shape.Section.SECRETS) {
                    names.put(definition.name(), new Type.Member(Type.SECRET, true));
                }
            }
        }
        return Type.object(names, Type.NEVER);
    }

    private static @Nullable ExpressionSite site(Analysis analysis, int start) {
        for (ExpressionSite site : analysis.sites()) {
            Range range = site.node().range(); // an anchor belongs to it
            if (range.start() <= start && start < range.end()) {
                return site;
            }
        }
        return null;
    }

    // --- by an earlier version ---

    /** By the same place in an earlier version; where that had no expression there, by the task that the place is in. */
    @SuppressWarnings("ReferenceEquality") // the value at the very place
    private static @Nullable Surroundings earlier(
            Analysis before, List<Step> path, @Nullable ExpressionSite now, Snapshot snapshot) {
        Node root = before.tree().root();
        Placed at = root == null ? null : Placed.root(root);
        Placed task = null;
        int depth = 0;
        while (at != null) {
            task = at.isTask() ? at : task;
            if (depth == path.size()) {
                break;
            }
            at = child(at, path.get(depth++));
        }
        if (at != null) {
            for (ExpressionSite site : before.sites()) {
                if (site.node() == at.node()) {
                    return at(before, site, snapshot);
                }
            }
        }
        if (task == null) {
            return null;
        }
        Stage stage = now == null ? stage(path) : now.stage();
        List<LocalVariable> locals = now == null ? locals(before, task) : now.locals();
        TaskTypes types = before.expressions().task(task.pointer());
        if (types == null) {
            return of(stage, locals, Map.of(), Type.UNKNOWN, snapshot);
        }
        Type input = switch (stage) {
            case CONDITION, TASK_INPUT -> types.rawInput();
            case DEFINITION -> types.input();
            case TASK_OUTPUT -> types.rawOutput();
            case TASK_EXPORT -> types.output();
            case WORKFLOW_INPUT, WORKFLOW_OUTPUT -> Type.UNKNOWN;
        };
        Map<String, Type> given = Map.of("input", types.input(), "output", types.output());
        return of(stage, locals, given, input, snapshot);
    }

    private static @Nullable Placed child(Placed at, Step step) {
        for (Placed child : at.children()) {
            boolean same = at.node() instanceof MappingNode
                    ? child.key() != null && child.key().text().equals(step.key())
                    : at.node() instanceof SequenceNode && step.key() == null && child.index() == step.index();
            if (same) {
                return child;
            }
        }
        return null;
    }

    /** The variables that any expression in a task can use, outermost first. */
    private static List<LocalVariable> locals(Analysis analysis, Placed task) {
        List<LocalVariable> fewest = null;
        for (ExpressionSite site : analysis.sites()) {
            if (task.node().range().touches(site.node().range().start())
                    && (fewest == null || site.locals().size() < fewest.size())) {
                fewest = site.locals();
            }
        }
        return Objects.requireNonNullElseGet(fewest, ArrayList::new);
    }

    /** The place in the data flow by the keys of the innermost task around, or those of the workflow. */
    private static Stage stage(List<Step> path) {
        for (int i = path.size() - 1; i >= 2; i--) {
            boolean inTask = path.get(i - 1).key() != null && path.get(i - 2).key() == null;
            String key = path.get(i).key();
            if (inTask && key != null) {
                return switch (key) {
                    case "if" -> Stage.CONDITION;
                    case "input" -> Stage.TASK_INPUT;
                    case "output" -> Stage.TASK_OUTPUT;
                    case "export" -> Stage.TASK_EXPORT;
                    default -> Stage.DEFINITION;
                };
            }
        }
        String outermost = path.isEmpty() ? null : path.getFirst().key();
        return "input".equals(outermost)
                ? Stage.WORKFLOW_INPUT
                : "output".equals(outermost) ? Stage.WORKFLOW_OUTPUT : Stage.DEFINITION;
    }
}
