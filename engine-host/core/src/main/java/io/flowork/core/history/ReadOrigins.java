package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.core.program.Scope;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds what an expression reads: {@code .} and its variables. */
final class ReadOrigins {
    private static final Set<String> BEFORE_INPUT = Set.of("if", "input.from");

    private final Facts facts;
    private final EditedOrigins edits;
    private final InputOrigins inputs;
    private final EventOrigins events;

    ReadOrigins(Facts facts, EditedOrigins edits, InputOrigins inputs, EventOrigins events) {
        this.facts = facts;
        this.edits = edits;
        this.inputs = inputs;
        this.events = events;
    }

    /** What a variable of an expression is, or {@code .}: several where it is put together. */
    List<Subject> of(Happening.Evaluated of, int variable, List<JsonValue> path) throws Cursor.DivergedException {
        Evaluation evaluation = of.evaluation();
        String stage = of.stage() == null ? "" : of.stage();
        if (variable < 0) {
            return List.of(dot(of, path));
        }
        JsonValue whole = evaluation.variables().get(variable);
        return switch (variable) {
            case Scope.CONTEXT -> List.of(data(What.CONTEXT, of, path, whole));
            case Scope.INPUT ->
                List.of(data(BEFORE_INPUT.contains(stage) ? What.RAW_INPUT : What.INPUT, of, path, whole));
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
        return Subject.leaf(kind, at.t(), at, name, path, Facts.at(whole, path));
    }

    /** What {@code .} is at a stage of a task. */
    Subject dot(Happening.Evaluated of, List<JsonValue> path) throws Cursor.DivergedException {
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
            case "foreach.output.as" -> events.turned(output, whole, path);
            case "foreach.export.as" -> events.element(output, whole, path);
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
            found.add(inputs.runInput(path.isEmpty() ? path : path.subList(1, path.size())));
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
        List<Long> visits = new ArrayList<>(List.of(at.visit()));
        while (place < owner.scope().locals().size()) {
            Step.Entered around = facts.entered(ownerAt.parent(), at.t());
            if (around == null) {
                return runtime(Kind.UNKNOWN, of, "variable", path, whole);
            }
            ownerAt = around.at();
            visits.add(ownerAt.visit());
            owner = facts.node(ownerAt.reference());
        }
        List<String> names = facts.node(at.reference()).scope().names();
        Subject edited =
                variable < names.size() ? edits.variable(names.get(variable), visits, at.t(), at, path, whole) : null;
        if (edited != null) {
            return edited;
        }
        int which = place - owner.scope().locals().size();
        boolean loop = owner.body() instanceof Body.For;
        if (owner.body() instanceof Body.Try) {
            long visit = ownerAt.visit();
            Step caught = facts.step(at.t(), step -> step.at().parent() == visit && step instanceof Step.Raised);
            return Subject.leaf(
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
        return events.event(listener, whole, path);
    }
}
