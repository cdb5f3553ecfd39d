package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Inspector;
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
    /** How many steps are looked through before it is asked when a visit began. */
    private static final long NEAR = 2 * Past.PART;

    private final Past past;
    private final Program program;
    private final Map<Long, Step.Entered> entered = new HashMap<>();
    /** The number of a step before which the run was on no branch. */
    private long unbranched = -1;

    Facts(Past past, Program program) {
        this.past = past;
        this.program = program;
    }

    /** How a visit began; null if it had not before a step. */
    Step.@Nullable Entered entered(long visit, long before) throws Cursor.DivergedException {
        Step.Entered known = entered.get(visit);
        if (known == null) {
            known = enters(visit, before);
            if (known != null) {
                entered.put(visit, known);
            }
        }
        return known == null || known.at().t() >= before ? null : known;
    }

    private Step.@Nullable Entered enters(long visit, long before) throws Cursor.DivergedException {
        Predicate<Happening> fits = happening -> happening instanceof Happening.Made made
                && made.step() instanceof Step.Entered
                && made.step().at().visit() == visit;
        Happening near = past.last(before, before - NEAR, fits);
        long beginning = near == null ? past.beginning(visit, before) : -1;
        Happening found =
                near != null ? near : beginning >= 0 ? first(beginning, before, fits) : past.last(before - NEAR, fits);
        return found instanceof Happening.Made made && made.step() instanceof Step.Entered enters ? enters : null;
    }

    /** The first happening from a step on, and before another, that fits. */
    private @Nullable Happening first(long from, long before, Predicate<Happening> fits)
            throws Cursor.DivergedException {
        Past.Way way = past.from(from);
        while (way.hasNext()) {
            Happening next = way.next();
            if (next.t() >= before) {
                return null;
            }
            if (fits.test(next)) {
                return next;
            }
        }
        return null;
    }

    /** The first evaluation of a visit at a stage. */
    Happening.@Nullable Evaluated firstEvaluated(long visit, String stage, long before)
            throws Cursor.DivergedException {
        Step.Entered begins = entered(visit, before);
        Happening found = begins == null
                ? null
                : first(
                        begins.at().t(),
                        before,
                        happening -> happening instanceof Happening.Evaluated evaluated
                                && stage.equals(evaluated.stage())
                                && evaluated.evaluation().at().visit() == visit);
        return found instanceof Happening.Evaluated evaluated ? evaluated : null;
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
                        && scheduled.effect().key().equals(received.input().key()));
        return found instanceof Happening.Received received ? new Answer(scheduled, received) : null;
    }

    /** An effect and the input that answered it. */
    record Answer(Step.Scheduled asked, Happening.Received received) {}

    private static boolean isFetch(Effect effect) {
        return effect instanceof Effect.Call call && call.function().equals("resource");
    }

    /** The run's input as it was when the run began, and the change of a part of it, if there is one. */
    RunInput runInput(List<JsonValue> path) throws Cursor.DivergedException {
        Past.Way way = past.from(0);
        JsonValue input = JsonNull.NULL;
        while (way.hasNext() && way.next() instanceof Happening.Received received) {
            if (received.input() instanceof Input.Started started) {
                input = started.input();
            }
            Edited edited = edited(received, edit -> edit.of() == Edit.Of.RUN_INPUT && isRelated(edit, path));
            if (edited != null) {
                return new RunInput(input, edited);
            }
        }
        return new RunInput(input, null);
    }

    /** What a run was given, and what was put in the place of some of it when a branch was made. */
    record RunInput(JsonValue input, @Nullable Edited edited) {}

    /** The last write of the context before a step, or a change of a part of it when a branch was made. */
    @Nullable
    Happening contextWrite(long before, List<JsonValue> path) throws Cursor.DivergedException {
        return past.last(
                before + 1,
                happening -> switch (happening) { // a change may have come right before that step
                    case Happening.Evaluated evaluated ->
                        evaluated.t() < before
                                && evaluated.stage() != null
                                && evaluated.stage().endsWith("export.as");
                    case Happening.Received received -> contextEdit(received, path) != null;
                    case Happening.Made made -> false;
                });
    }

    /** A change of the context, or of a part of it. */
    static @Nullable Edited contextEdit(Happening.Received received, List<JsonValue> path) {
        return edited(received, edit -> edit.of() == Edit.Of.CONTEXT && isRelated(edit, path));
    }

    /**
     * What somebody put in the place of something when a branch was made.
     *
     * @param by what made the branch
     * @param edit the change
     */
    record Edited(Happening.Received by, Edit edit) {
        /** What the branch is called. */
        String branch() {
            return by.input() instanceof Input.Forked forked ? "branch " + forked.branch() : "";
        }
    }

    /** The last change before a step that fits. */
    @Nullable
    Edited edited(long before, Predicate<Edit> fits) throws Cursor.DivergedException {
        if (before <= unbranched || past.before(before).branch() == 0) {
            unbranched = Math.max(unbranched, before);
            return null;
        }
        Happening found = past.last(
                before + 1,
                happening -> happening instanceof Happening.Received received && edited(received, fits) != null);
        return found instanceof Happening.Received received ? edited(received, fits) : null;
    }

    private static @Nullable Edited edited(Happening.Received received, Predicate<Edit> fits) {
        if (received.input() instanceof Input.Forked forked && forked.aside() != null) {
            for (Edit edit : forked.aside().edits().reversed()) {
                if (fits.test(edit)) {
                    return new Edited(received, edit);
                }
            }
        }
        return null;
    }

    /** Whether a change is one of what is at a path, of what it is in, or of a part of it. */
    static boolean isRelated(Edit edit, List<JsonValue> path) {
        List<JsonValue> place = List.of(edit.path().toArray());
        int common = Math.min(place.size(), path.size());
        return place.subList(0, common).equals(path.subList(0, common));
    }

    /** What a task that is at work has as its input at a step; null if it is not at work, or has none yet. */
    @Nullable
    JsonValue input(long visit, long before) throws Cursor.DivergedException {
        ActiveFrame frame = new Inspector(past.before(before)).frame(visit);
        return frame != null && frame.hasInput() ? frame.input() : null;
    }

    JsonValue context(long before) throws Cursor.DivergedException {
        return past.before(before).context();
    }

    Node node(String reference) {
        return reference.equals("/") ? program.root() : program.node(reference);
    }

    /** Whether a task is one of the program: a branch may have gone on with another one. */
    boolean isKnown(String reference) {
        try {
            return node(reference).reference().equals(reference);
        } catch (IllegalArgumentException e) {
            return false;
        }
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
