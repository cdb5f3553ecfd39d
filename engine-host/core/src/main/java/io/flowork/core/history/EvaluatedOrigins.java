package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Origins.Origin;
import io.flowork.core.history.Origins.Subject;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Node;
import io.flowork.core.program.Scope;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what the result of an expression or a template was made of. */
final class EvaluatedOrigins {
    private final Origins origins;
    private final Facts facts;
    private final Interrupt interrupt;

    EvaluatedOrigins(Origins origins, Facts facts, Interrupt interrupt) {
        this.origins = origins;
        this.facts = facts;
        this.interrupt = interrupt;
    }

    /** The expression that made a part of a template's result; null if none did alone. */
    static Step.@Nullable Spot spot(Evaluable evaluable, List<JsonValue> path) {
        Expression expression = switch (evaluable) {
            case Evaluable.Computed computed -> computed.expression();
            case Evaluable.Loose loose -> loose.expression();
            case Evaluable.ObjectOf object -> null;
            case Evaluable.ArrayOf array -> null;
            case Evaluable.Constant constant -> null;
            case Evaluable.Uri uri -> null;
        };
        if (expression != null) {
            return new Step.Spot(expression, new Range(0, expression.text().length()));
        }
        Evaluable part = path.isEmpty() ? null : part(evaluable, path.getFirst());
        return part == null ? null : spot(part, path.subList(1, path.size()));
    }

    private static @Nullable Evaluable part(Evaluable evaluable, JsonValue key) {
        if (evaluable instanceof Evaluable.ObjectOf object && key instanceof JsonString name) {
            for (int i = 0; i < object.keys().length; i++) {
                if (object.keys()[i].equals(name.value())) {
                    return object.values()[i];
                }
            }
        }
        return evaluable instanceof Evaluable.ArrayOf array
                        && key instanceof JsonNumber index
                        && index.doubleValue() < array.elements().length
                ? array.elements()[(int) index.doubleValue()]
                : null;
    }

    List<Origin> of(Subject.Result result) throws Cursor.DivergedException {
        List<Origin> found = new ArrayList<>();
        add(result.of(), result.of().evaluation().evaluable(), result.path(), Lineage.Kind.COPIED, found);
        return found;
    }

    private void add(
            Happening.Evaluated of, Evaluable evaluable, List<JsonValue> path, Lineage.Kind how, List<Origin> found)
            throws Cursor.DivergedException {
        Evaluation evaluation = of.evaluation();
        switch (evaluable) {
            case Evaluable.Constant constant ->
                found.add(new Origin(how, written(of, path, Facts.at(constant.value(), path)), null));
            case Evaluable.Computed computed -> add(of, computed.expression(), path, how, found);
            case Evaluable.Loose loose -> {
                found.add(new Origin(how, written(of, path, JsonString.of(loose.text())), null));
                add(of, loose.expression(), path, how, found);
            }
            case Evaluable.Uri uri -> found.add(new Origin(Lineage.Kind.COMPUTED, dot(of, List.of()), null));
            case Evaluable.ObjectOf object -> {
                if (!path.isEmpty()) {
                    inside(of, part(object, path.getFirst()), path, how, found);
                } else {
                    for (Evaluable value : object.values()) {
                        add(of, value, path, Lineage.Kind.COMPUTED, found);
                    }
                }
            }
            case Evaluable.ArrayOf array -> {
                if (!path.isEmpty()) {
                    inside(of, part(array, path.getFirst()), path, how, found);
                } else {
                    for (Evaluable value : array.elements()) {
                        add(of, value, path, Lineage.Kind.COMPUTED, found);
                    }
                }
            }
        }
        if (found.isEmpty() && evaluation.programs().isEmpty()) {
            found.add(new Origin(how, written(of, path, JsonNull.NULL), null));
        }
    }

    private void inside(
            Happening.Evaluated of,
            @Nullable Evaluable part,
            List<JsonValue> path,
            Lineage.Kind how,
            List<Origin> found)
            throws Cursor.DivergedException {
        if (part == null) {
            found.add(new Origin(how, written(of, path, JsonNull.NULL), null));
        } else {
            add(of, part, path.subList(1, path.size()), how, found);
        }
    }

    private static Subject written(Happening.Evaluated of, List<JsonValue> path, JsonValue value) {
        Step.At at = of.evaluation().at();
        return Origins.leaf(Kind.WRITTEN, at.t(), at, of.stage(), path, value);
    }

    /** The origins of a part of what an expression gave. */
    @SuppressWarnings("ReferenceEquality") // the very expression: another may read the same
    private void add(
            Happening.Evaluated of, Expression expression, List<JsonValue> path, Lineage.Kind how, List<Origin> found)
            throws Cursor.DivergedException {
        Evaluation evaluation = of.evaluation();
        Evaluation.Program program = evaluation.programs().stream()
                .filter(ran -> ran.expression() == expression)
                .findFirst()
                .orElse(null);
        JsonValue value = program == null ? null : program.result();
        if (program == null || value == null) {
            return;
        }
        Lineage lineage = Lineage.of(
                program.filter(),
                evaluation.data(),
                evaluation.variables(),
                program.budget().each(),
                interrupt,
                value);
        for (Lineage.Origin origin : lineage.of(path)) {
            Step.Spot spot = new Step.Spot(expression, origin.range());
            Lineage.Kind kind = origin.kind().compareTo(how) > 0 ? origin.kind() : how;
            if (origin.kind() == Lineage.Kind.WRITTEN) {
                found.add(new Origin(how, written(of, path, Facts.at(value, path)), spot));
            } else {
                for (Subject subject : source(of, origin.variable(), origin.path())) {
                    found.add(new Origin(kind, subject, spot));
                }
            }
        }
    }

    // --- what an expression can read ---

    private List<Subject> source(Happening.Evaluated of, int variable, List<JsonValue> path)
            throws Cursor.DivergedException {
        Evaluation evaluation = of.evaluation();
        String stage = of.stage();
        if (variable < 0) {
            return List.of(dot(of, path));
        }
        JsonValue whole = evaluation.variables().get(variable);
        return switch (variable) {
            case Scope.CONTEXT -> List.of(data(What.CONTEXT, of, path, whole));
            case Scope.INPUT ->
                List.of(data(Origins.isBeforeInput(stage) ? What.RAW_INPUT : What.INPUT, of, path, whole));
            case Scope.OUTPUT ->
                "output.as".equals(stage)
                        ? List.of(data(What.RAW_OUTPUT, of, path, whole))
                        : "export.as".equals(stage)
                                ? List.of(data(What.OUTPUT, of, path, whole))
                                : List.of(runtime(Kind.RUNTIME, of, "$output", path, whole));
            case Scope.SECRETS -> List.of(runtime(Kind.SECRET, of, "$secrets", path, whole));
            case Scope.AUTHORIZATION -> List.of(runtime(Kind.RUNTIME, of, "$authorization", path, whole));
            case Scope.TASK -> task(of, path, whole);
            case Scope.WORKFLOW -> workflow(of, path, whole);
            case Scope.RUNTIME -> List.of(runtime(Kind.RUNTIME, of, "$runtime", path, whole));
            default -> List.of(local(of, variable, path, whole));
        };
    }

    private static Subject data(What what, Happening.Evaluated of, List<JsonValue> path, JsonValue whole) {
        Step.At at = of.evaluation().at();
        return new Subject.Data(what, at, at.t(), path, whole);
    }

    private static Subject runtime(
            Kind kind, Happening.Evaluated of, String name, List<JsonValue> path, JsonValue whole) {
        Step.At at = of.evaluation().at();
        return Origins.leaf(kind, at.t(), at, name, path, Facts.at(whole, path));
    }

    /** What {@code .} is at a stage of a task. */
    private Subject dot(Happening.Evaluated of, List<JsonValue> path) throws Cursor.DivergedException {
        Evaluation evaluation = of.evaluation();
        JsonValue whole = evaluation.data();
        String stage = of.stage() == null ? "" : of.stage();
        boolean loops = facts.node(evaluation.at().reference()).body() instanceof Body.For;
        Subject.Data output = new Subject.Data(
                What.RAW_OUTPUT, evaluation.at(), evaluation.at().t(), path, whole);
        return switch (stage) {
            case "if", "input.from" -> data(What.RAW_INPUT, of, path, whole);
            case "output.as" -> output;
            case "export.as" -> data(What.OUTPUT, of, path, whole);
            case "while" -> loops ? output : events(of, path, whole);
            case "until" -> events(of, path, whole);
            case "foreach.output.as" -> origins.turned(output, whole, path);
            case "foreach.export.as" -> origins.element(output, whole, path);
            default -> data(What.INPUT, of, path, whole);
        };
    }

    private static Subject events(Happening.Evaluated of, List<JsonValue> path, JsonValue whole) {
        return runtime(Kind.EVENT, of, of.stage() == null ? "" : of.stage(), path, whole);
    }

    /** {@code $task}: its input and output, and what the engine says of it. */
    private List<Subject> task(Happening.Evaluated of, List<JsonValue> path, JsonValue whole) {
        List<Subject> found = new ArrayList<>();
        boolean own = !of.evaluation().at().reference().startsWith("/use/extensions/");
        String member = path.isEmpty() ? "" : path.getFirst() instanceof JsonString name ? name.value() : "";
        List<JsonValue> rest = path.isEmpty() ? path : path.subList(1, path.size());
        if (own && (path.isEmpty() || member.equals("input")) && whole instanceof JsonObject task) {
            found.add(data(What.RAW_INPUT, of, rest, value(task, "input")));
        }
        if (own && (path.isEmpty() || member.equals("output")) && whole instanceof JsonObject task) {
            JsonValue output = value(task, "output");
            if (output != JsonNull.NULL) {
                found.add(data(What.RAW_OUTPUT, of, rest, output));
            }
        }
        if (found.isEmpty() || path.isEmpty()) {
            found.add(runtime(Kind.RUNTIME, of, "$task", path, whole));
        }
        return found;
    }

    private List<Subject> workflow(Happening.Evaluated of, List<JsonValue> path, JsonValue whole)
            throws Cursor.DivergedException {
        List<Subject> found = new ArrayList<>();
        boolean input = !path.isEmpty() && path.getFirst().equals(JsonString.of("input"));
        if (input || path.isEmpty()) {
            found.add(origins.runInput(path.isEmpty() ? path : path.subList(1, path.size())));
        }
        if (!input) {
            found.add(runtime(Kind.RUNTIME, of, "$workflow", path, whole));
        }
        return found;
    }

    private static JsonValue value(JsonObject object, String key) {
        JsonValue value = object.get(key);
        return value == null ? JsonNull.NULL : value;
    }

    // --- loops and handlers ---

    /** A variable of a loop, a listener or a handler around the task, or of the task itself. */
    private Subject local(Happening.Evaluated of, int variable, List<JsonValue> path, JsonValue whole)
            throws Cursor.DivergedException {
        Step.At at = of.evaluation().at();
        int place = variable - Scope.FIRST_LOCAL;
        Node owner = facts.node(at.reference());
        Step.At ownerAt = at;
        while (place < owner.scope().locals().size()) {
            Step.Entered around = facts.entered(ownerAt.parent(), at.t());
            if (around == null) {
                return runtime(Kind.UNKNOWN, of, "variable", path, whole);
            }
            ownerAt = around.at();
            owner = facts.node(ownerAt.reference());
        }
        int which = place - owner.scope().locals().size();
        boolean loop = owner.body() instanceof Body.For;
        if (owner.body() instanceof Body.Try) {
            long visit = ownerAt.visit();
            Step caught = facts.step(at.t(), step -> step.at().parent() == visit && step instanceof Step.Raised);
            return Origins.leaf(
                    Kind.ERROR,
                    caught == null ? at.t() : caught.at().t(),
                    caught == null ? ownerAt : caught.at(),
                    null,
                    path,
                    Facts.at(whole, path));
        }
        if (which == 1) {
            return runtime(Kind.INDEX, of, owner.reference(), path, whole);
        }
        Happening.Evaluated items = loop ? facts.firstEvaluated(ownerAt.visit(), "for.in", at.t()) : null;
        JsonValue index = of.evaluation().variables().get(variable + 1);
        if (items != null && index instanceof JsonNumber) {
            List<JsonValue> inside = new ArrayList<>();
            inside.add(index);
            inside.addAll(path);
            return new Subject.Result(items, inside);
        }
        Subject.Data listener = new Subject.Data(What.RAW_OUTPUT, ownerAt, at.t(), path, whole);
        return origins.event(listener, whole, path);
    }
}
