package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What {@link Origins} asks about the past of a run. */
final class Facts {
    private final Past past;
    private final Program program;
    private final Map<Long, Step.Entered> entered = new HashMap<>();

    Facts(Past past, Program program) {
        this.past = past;
        this.program = program;
    }

    /** How a visit began; null if it had not before a step. */
    Step.@Nullable Entered entered(long visit, long before) throws Cursor.DivergedException {
        Step.Entered known = entered.get(visit);
        if (known == null) {
            Step found = step(
                    before, step -> step instanceof Step.Entered && step.at().visit() == visit);
            known = found instanceof Step.Entered enters ? enters : null;
            if (known != null) {
                entered.put(visit, known);
            }
        }
        return known;
    }

    /** How a visit ended; null if it had not before a step. */
    Step.@Nullable Completed completed(long visit, long before) throws Cursor.DivergedException {
        Step found =
                step(before, step -> step instanceof Step.Completed && step.at().visit() == visit);
        return found instanceof Step.Completed completed ? completed : null;
    }

    /** The last step before another that fits. */
    @Nullable
    Step step(long before, Predicate<Step> fits) throws Cursor.DivergedException {
        Happening found =
                past.last(before, happening -> happening instanceof Happening.Made made && fits.test(made.step()));
        return found instanceof Happening.Made made ? made.step() : null;
    }

    /** The last evaluation of a visit at a stage. */
    Happening.@Nullable Evaluated evaluated(long visit, String stage, long before) throws Cursor.DivergedException {
        return evaluated(
                before,
                found -> stage.equals(found.stage()) && found.evaluation().at().visit() == visit);
    }

    /** The last evaluation before a step that fits. */
    Happening.@Nullable Evaluated evaluated(long before, Predicate<Happening.Evaluated> fits)
            throws Cursor.DivergedException {
        Happening found =
                past.last(before, happening -> happening instanceof Happening.Evaluated made && fits.test(made));
        return found instanceof Happening.Evaluated evaluated ? evaluated : null;
    }

    /** What answered the last call of a visit, or its last run of another workflow. */
    @Nullable
    Answer answer(long visit, long before) throws Cursor.DivergedException {
        Step asked = step(
                before,
                step -> step.at().visit() == visit
                        && step instanceof Step.Scheduled scheduled
                        && !isFetch(scheduled.effect())
                        && (scheduled.effect() instanceof Effect.Call
                                || scheduled.effect() instanceof Effect.ChildRun));
        if (!(asked instanceof Step.Scheduled scheduled)) {
            return null;
        }
        Happening found = past.last(
                before + 1, // it may have come right before that step
                happening -> happening instanceof Happening.Received received
                        && Inside.key(received.input())
                                .equals(scheduled.effect().key()));
        return found instanceof Happening.Received received ? new Answer(scheduled, received) : null;
    }

    /** An effect and the input that answered it. */
    record Answer(Step.Scheduled asked, Happening.Received received) {}

    private static boolean isFetch(Effect effect) {
        return effect instanceof Effect.Call call && call.function().equals("resource");
    }

    /** The input that started the run. */
    @Nullable
    Happening started() throws Cursor.DivergedException {
        Past.Way way = past.from(0);
        return way.hasNext() ? way.next() : null;
    }

    Node node(String reference) {
        return reference.equals("/") ? program.root() : program.node(reference);
    }

    /** What is at a path of a value; null where there is nothing. */
    static JsonValue at(JsonValue value, List<JsonValue> path) {
        JsonValue at = value;
        for (JsonValue key : path) {
            JsonValue next = null;
            if (at instanceof JsonObject object && key instanceof JsonString name) {
                next = object.get(name.value());
            } else if (at instanceof JsonArray array && key instanceof JsonNumber index) {
                int place = (int) index.doubleValue();
                next = place >= 0 && place < array.size() ? array.get(place) : null;
            }
            if (next == null) {
                return JsonNull.NULL;
            }
            at = next;
        }
        return at;
    }
}
