package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Evaluable;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds what the result of an expression or a template was made of. */
final class EvaluatedOrigins {
    private final ReadOrigins read;
    private final Interrupt interrupt;

    /** Those of the story so far: many of its values may be parts of one result, as the items of a loop are. */
    private final Map<Ran, Lineage> lineages = new HashMap<>();

    /** An expression when and where it was evaluated. */
    private record Ran(Step.At at, Expression expression) {}

    EvaluatedOrigins(ReadOrigins read, Interrupt interrupt) {
        this.read = read;
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
            case Evaluable.Uri uri -> found.add(new Origin(Lineage.Kind.COMPUTED, read.dot(of, List.of()), null));
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
        return Subject.leaf(Kind.WRITTEN, at.t(), at, of.stage(), path, value);
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
        Lineage lineage = lineages.computeIfAbsent(
                new Ran(evaluation.at(), expression),
                key -> Lineage.of(
                        program.filter(),
                        evaluation.data(),
                        evaluation.variables(),
                        program.budget().each(),
                        interrupt,
                        value));
        for (Lineage.Origin origin : lineage.of(path)) {
            Step.Spot spot = new Step.Spot(expression, origin.range());
            Lineage.Kind kind = origin.kind().compareTo(how) > 0 ? origin.kind() : how;
            if (origin.kind() == Lineage.Kind.WRITTEN) {
                found.add(new Origin(how, written(of, path, Facts.at(value, path)), spot));
            } else {
                for (Subject subject : read.of(of, origin.variable(), origin.path())) {
                    found.add(new Origin(kind, subject, spot));
                }
            }
        }
    }
}
