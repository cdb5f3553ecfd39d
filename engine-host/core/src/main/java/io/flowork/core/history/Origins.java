package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds what a value was made of, one link of the chain at a time. */
final class Origins {
    private static final Set<String> BEFORE_INPUT = Set.of("if", "input.from");

    /** Something that has a value. */
    sealed interface Subject {
        /** Tells it from others. */
        Object key();

        /**
         * The data of a task, or the context.
         *
         * @param at the task
         * @param before the number of a step before which it was so
         * @param path the part of it
         * @param whole all of it
         */
        record Data(What what, Step.At at, long before, List<JsonValue> path, JsonValue whole) implements Subject {
            @Override
            public Object key() {
                return what == What.CONTEXT ? List.of(what, before, path) : List.of(what, at.visit(), path);
            }
        }

        /**
         * The result of an evaluation.
         *
         * @param of the evaluation
         * @param path the part of its result
         */
        record Result(Happening.Evaluated of, List<JsonValue> path) implements Subject {
            @Override
            public Object key() {
                return List.of(of.t(), of.evaluation().evaluable(), path);
            }
        }

        /**
         * What has no origin in the run.
         *
         * @param cause what is told of it
         */
        record Leaf(Cause cause) implements Subject {
            @Override
            public Object key() {
                return cause;
            }
        }
    }

    /** An origin of a value, and what it has to do with it. */
    record Origin(Lineage.Kind how, Subject subject, Step.@Nullable Spot spot) {
        static Origin copied(Subject subject) {
            return new Origin(Lineage.Kind.COPIED, subject, null);
        }
    }

    private final Facts facts;
    private final EvaluatedOrigins evaluations;

    Origins(Facts facts, Interrupt interrupt) {
        this.facts = facts;
        this.evaluations = new EvaluatedOrigins(this, facts, interrupt);
    }

    /** What is told of a value, yet without its origins. */
    Cause cause(Subject subject, Lineage.Kind how, Step.@Nullable Spot spot) {
        return switch (subject) {
            case Subject.Leaf leaf -> {
                Cause is = leaf.cause;
                yield new Cause(
                        is.kind(),
                        how,
                        is.t(),
                        is.strand(),
                        is.reference(),
                        is.stage(),
                        spot == null ? is.spot() : spot,
                        is.path(),
                        is.value(),
                        new ArrayList<>());
            }
            case Subject.Data data -> {
                Kind kind = switch (data.what) {
                    case INPUT -> Kind.INPUT;
                    case RAW_INPUT -> Kind.RAW_INPUT;
                    case OUTPUT -> Kind.OUTPUT;
                    case RAW_OUTPUT -> Kind.RAW_OUTPUT;
                    case CONTEXT -> Kind.CONTEXT;
                };
                yield new Cause(
                        kind,
                        how,
                        data.before - 1,
                        data.what == What.CONTEXT ? 0 : data.at.strand(),
                        data.what == What.CONTEXT ? "/" : data.at.reference(),
                        null,
                        spot,
                        data.path,
                        Facts.at(data.whole, data.path),
                        new ArrayList<>());
            }
            case Subject.Result result -> {
                Evaluation evaluation = result.of.evaluation();
                JsonValue value = evaluation.result();
                yield new Cause(
                        Kind.EXPRESSION,
                        how,
                        evaluation.at().t(),
                        evaluation.at().strand(),
                        evaluation.at().reference(),
                        result.of.stage(),
                        spot == null ? EvaluatedOrigins.spot(evaluation.evaluable(), result.path) : spot,
                        result.path,
                        value == null ? JsonNull.NULL : Facts.at(value, result.path),
                        new ArrayList<>());
            }
        };
    }

    static Subject leaf(
            Kind kind, long t, Step.At at, @Nullable String stage, List<JsonValue> path, JsonValue value) {
        return new Subject.Leaf(new Cause(
                kind,
                Lineage.Kind.COPIED,
                t,
                at.strand(),
                at.reference(),
                stage,
                null,
                path,
                value,
                new ArrayList<>()));
    }

    /** Of the run itself. */
    private static Subject ofRun(Kind kind, long t, List<JsonValue> path, JsonValue value) {
        return leaf(kind, t, new Step.At(t, 0, 0, "/", 0, -1), null, path, value);
    }

    /** The origins of a value. */
    List<Origin> of(Subject subject) throws Cursor.DivergedException {
        return switch (subject) {
            case Subject.Leaf leaf -> List.of();
            case Subject.Result result ->
                facts.isKnown(result.of.evaluation().at().reference()) ? evaluations.of(result) : List.of();
            case Subject.Data data when !facts.isKnown(data.at.reference()) -> List.of(Origin.copied(unknown(data)));
            case Subject.Data data ->
                switch (data.what) {
                    case INPUT -> input(data);
                    case RAW_INPUT -> rawInput(data);
                    case OUTPUT -> output(data);
                    case RAW_OUTPUT -> rawOutput(data);
                    case CONTEXT -> context(data);
                };
        };
    }

    // --- inputs ---

    private List<Origin> input(Subject.Data data) throws Cursor.DivergedException {
        Step.Entered entered = facts.entered(data.at.visit(), data.before);
        boolean transforms = facts.node(data.at.reference()).input().transform() != null;
        if (entered != null && transforms) {
            Happening.Evaluated from =
                    facts.evaluated(data.at.visit(), "input.from", entered.at().t());
            if (from != null) {
                return List.of(Origin.copied(new Subject.Result(from, data.path)));
            }
        }
        JsonValue raw = entered == null ? data.whole : entered.rawInput();
        return rawInput(new Subject.Data(What.RAW_INPUT, data.at, data.before, data.path, raw));
    }

    private List<Origin> rawInput(Subject.Data data) throws Cursor.DivergedException {
        long parent = data.at.parent();
        if (parent < 0) {
            return List.of(Origin.copied(runInput(data.path)));
        }
        long visit = data.at.visit();
        Step.Entered entered = facts.entered(visit, data.before);
        long before = entered == null ? data.before : entered.at().t();
        Step found = facts.step(before, step -> isNear(step, parent, visit) && gives(step, parent, data.whole));
        if (found == null) {
            Step.Entered around = facts.entered(parent, before);
            return around != null && data.at.reference().contains("/after/")
                    ? rawOutput(new Subject.Data(What.RAW_OUTPUT, around.at(), before, data.path, data.whole))
                    : List.of(Origin.copied(unknown(data)));
        }
        return switch (found) {
            case Step.Entered around -> List.of(Origin.copied(input(around, data.path)));
            case Step.Evaluated arguments -> {
                Happening.Evaluated with =
                        facts.evaluated(parent, "with", arguments.at().t() + 1);
                yield List.of(Origin.copied(with == null ? unknown(data) : new Subject.Result(with, data.path)));
            }
            case Step.Turn turn -> turn(turn, data);
            default -> handedOn(found, data.path);
        };
    }

    /** Whether a step is one of the task around a visit, or of one beside it. */
    private static boolean isNear(Step step, long parent, long visit) {
        return (step.at().visit() == parent || step.at().parent() == parent)
                && step.at().visit() != visit;
    }

    /** Whether what a step hands on to the next task is this. */
    private static boolean gives(Step step, long parent, JsonValue whole) {
        JsonValue given = switch (step) {
            case Step.Completed completed when completed.at().parent() == parent -> completed.output();
            case Step.Skipped skipped when skipped.at().parent() == parent -> skipped.input();
            case Step.Entered entered when entered.at().visit() == parent -> entered.input();
            case Step.Turn turn when turn.at().visit() == parent -> turn.data();
            case Step.Evaluated evaluated
            when evaluated.at().visit() == parent && evaluated.stage().equals("with") -> evaluated.result();
            default -> null;
        };
        return given != null && given.equals(whole);
    }

    /** What a task that has ended, or was skipped, hands on. */
    private static List<Origin> handedOn(Step step, List<JsonValue> path) {
        return switch (step) {
            case Step.Completed completed ->
                List.of(Origin.copied(new Subject.Data(
                        What.OUTPUT, completed.at(), completed.at().t() + 1, path, completed.output())));
            case Step.Skipped skipped ->
                List.of(Origin.copied(new Subject.Data(
                        What.RAW_INPUT, skipped.at(), skipped.at().t(), path, skipped.input())));
            default -> throw new IllegalStateException("nothing is handed on by " + step);
        };
    }

    static Subject input(Step.Entered entered, List<JsonValue> path) {
        return new Subject.Data(What.INPUT, entered.at(), entered.at().t() + 1, path, entered.input());
    }

    private List<Origin> turn(Step.Turn turn, Subject.Data data) throws Cursor.DivergedException {
        Step.Entered around = facts.entered(turn.at().visit(), turn.at().t());
        if (around == null) {
            return List.of(Origin.copied(unknown(data)));
        }
        return facts.node(turn.at().reference()).body() instanceof Body.For
                ? inside(around, turn.at().t(), data.path, data.whole, data)
                : List.of(Origin.copied(input(around, data.path)));
    }

    Subject runInput(List<JsonValue> path) throws Cursor.DivergedException {
        Facts.RunInput given = facts.runInput(path);
        Happening.Received changed = given.changed();
        Edit edit = given.edit();
        return changed == null || edit == null
                ? ofRun(Kind.RUN_INPUT, 0, path, Facts.at(given.input(), path))
                : edited(changed, edit, path);
    }

    private static Subject edited(Happening.Received by, Edit edit, List<JsonValue> path) {
        int place = edit.path().size();
        JsonValue value = place > path.size() ? edit.value() : Facts.at(edit.value(), path.subList(place, path.size()));
        return ofRun(Kind.EDITED, by.t(), path, value);
    }

    Subject unknown(Subject.Data data) {
        return leaf(
                Kind.UNKNOWN, data.before - 1, data.at, null, data.path, Facts.at(data.whole, data.path));
    }

    // --- outputs ---

    private List<Origin> output(Subject.Data data) throws Cursor.DivergedException {
        Happening.Evaluated as = facts.node(data.at.reference()).output().transform() == null
                ? null
                : facts.evaluated(data.at.visit(), "output.as", data.before);
        return as != null && data.whole.equals(as.evaluation().result())
                ? List.of(Origin.copied(new Subject.Result(as, data.path)))
                : rawOutput(new Subject.Data(What.RAW_OUTPUT, data.at, data.before, data.path, data.whole));
    }

    private List<Origin> rawOutput(Subject.Data data) throws Cursor.DivergedException {
        long visit = data.at.visit();
        Step.Entered entered = facts.entered(visit, data.before);
        if (entered == null) {
            return List.of(Origin.copied(unknown(data)));
        }
        Subject input = input(entered, data.path);
        Node node = facts.node(data.at.reference());
        return switch (node.body()) {
            case Body.Set body -> result(visit, "set", data);
            case Body.Emit body -> emitted(data);
            case Body.Wait body -> List.of(Origin.copied(input));
            case Body.Switch body -> List.of(Origin.copied(input));
            case Body.Raise body -> List.of(Origin.copied(input));
            case Body.Call body -> answer(data, "with");
            case Body.CallFetched body -> {
                Facts.Answer answered = facts.answer(visit, data.before);
                yield answered == null
                        ? inside(entered, data.before, data.path, data.whole, data)
                        : answer(data, "with");
            }
            case Body.RunProcess body -> body.await() ? answer(data, "run") : List.of(Origin.copied(input));
            case Body.RunWorkflow body -> body.await() ? answer(data, "run") : List.of(Origin.copied(input));
            case Body.Do body -> inside(entered, data.before, data.path, data.whole, data);
            case Body.CallDefined body -> inside(entered, data.before, data.path, data.whole, data);
            case Body.Try body -> inside(entered, data.before, data.path, data.whole, data);
            case Body.For body -> inside(entered, data.before, data.path, data.whole, data);
            case Body.Fork body -> branches(body, data);
            case Body.Listen body -> consumed(data);
            case Body.Consume body -> consumed(data);
        };
    }

    private List<Origin> result(long visit, String stage, Subject.Data data) throws Cursor.DivergedException {
        Happening.Evaluated made = facts.evaluated(visit, stage, data.before);
        return List.of(Origin.copied(made == null ? unknown(data) : new Subject.Result(made, data.path)));
    }

    private List<Origin> emitted(Subject.Data data) throws Cursor.DivergedException {
        Happening.Evaluated made = facts.evaluated(data.at.visit(), "emit", data.before);
        JsonValue event = made == null ? null : made.evaluation().result();
        boolean given = data.path.isEmpty()
                || (event instanceof JsonObject object
                        && data.path.getFirst() instanceof JsonString name
                        && object.has(name.value()));
        return made != null && given
                ? List.of(Origin.copied(new Subject.Result(made, data.path)))
                : List.of(Origin.copied(leaf(
                        Kind.RUNTIME,
                        data.before - 1,
                        data.at,
                        "emit",
                        data.path,
                        Facts.at(data.whole, data.path))));
    }

    /** What a call, or another run, gave back; its arguments decided what that was. */
    private List<Origin> answer(Subject.Data data, String stage) throws Cursor.DivergedException {
        Facts.Answer answer = facts.answer(data.at.visit(), data.before);
        if (answer == null) {
            return List.of(Origin.copied(unknown(data)));
        }
        Effect effect = answer.asked().effect();
        boolean child = effect instanceof Effect.ChildRun;
        String name = effect instanceof Effect.Call call
                ? call.function()
                : effect instanceof Effect.ChildRun run ? run.namespace() + "/" + run.name() + ":" + run.version() : "";
        List<Origin> origins = new ArrayList<>();
        origins.add(Origin.copied(leaf(
                child ? Kind.CHILD_RUN : Kind.ANSWER,
                answer.received().t(),
                data.at,
                name,
                data.path,
                Facts.at(data.whole, data.path))));
        Happening.Evaluated with = facts.evaluated(data.at.visit(), stage, data.before);
        if (with != null) {
            origins.add(new Origin(Lineage.Kind.DECIDED, new Subject.Result(with, List.of()), null));
        }
        return origins;
    }

    /** The output of the last task inside, or the task's own input if there was none. */
    private List<Origin> inside(
            Step.Entered around, long before, List<JsonValue> path, JsonValue whole, Subject.Data data)
            throws Cursor.DivergedException {
        long visit = around.at().visit();
        Predicate<Step> ends = step -> step instanceof Step.Completed || step instanceof Step.Skipped;
        Step last = facts.step(before, step -> ends.test(step) && step.at().parent() == visit);
        if (last != null && last.at().t() > around.at().t() && gives(last, visit, whole)) {
            return handedOn(last, path);
        }
        if (around.input().equals(whole)) {
            return List.of(Origin.copied(input(around, path)));
        }
        // a task inside ended the workflow: all around it have its output
        Step ended = facts.step(
                before,
                step -> ends.test(step)
                        && step.at().visit() > visit
                        && gives(step, step.at().parent(), whole));
        return ended == null ? List.of(Origin.copied(unknown(data))) : handedOn(ended, path);
    }

    private List<Origin> branches(Body.Fork fork, Subject.Data data) throws Cursor.DivergedException {
        List<Origin> origins = new ArrayList<>();
        boolean all = !fork.compete() && data.path.isEmpty();
        for (int i = 0; i < (all ? fork.branches().size() : 1); i++) {
            int wanted = all
                    ? i
                    : fork.compete() || !(data.path.getFirst() instanceof JsonNumber n) ? -1 : (int) n.doubleValue();
            Step joined = facts.step(
                    data.before,
                    step -> step instanceof Step.BranchJoined branch
                            && step.at().visit() == data.at.visit()
                            && (wanted < 0 || branch.branch() == wanted));
            Step last = joined == null
                    ? null
                    : facts.step(
                            joined.at().t(),
                            step -> (step instanceof Step.Completed || step instanceof Step.Skipped)
                                    && step.at().parent() == data.at.visit());
            if (last == null) {
                origins.add(Origin.copied(unknown(data)));
            } else {
                List<JsonValue> rest = fork.compete() || all ? data.path : data.path.subList(1, data.path.size());
                handedOn(last, rest)
                        .forEach(origin -> origins.add(
                                new Origin(all ? Lineage.Kind.COMPUTED : Lineage.Kind.COPIED, origin.subject(), null)));
            }
        }
        return origins;
    }

    // --- events ---

    private List<Origin> consumed(Subject.Data data) throws Cursor.DivergedException {
        if (!(data.whole instanceof JsonArray array)) {
            return List.of(Origin.copied(unknown(data)));
        }
        List<Origin> origins = new ArrayList<>();
        boolean all = data.path.isEmpty();
        for (int i = 0; i < array.size(); i++) {
            if (all || data.path.getFirst().equals(JsonNumber.of(i))) {
                List<JsonValue> rest = all ? List.of() : data.path.subList(1, data.path.size());
                Subject one = element(data, array.get(i), rest);
                origins.add(new Origin(all ? Lineage.Kind.COMPUTED : Lineage.Kind.COPIED, one, null));
            }
        }
        return origins;
    }

    /** An element of what a task that listens gives: made by its turn, or the event itself. */
    Subject element(Subject.Data data, JsonValue element, List<JsonValue> path) throws Cursor.DivergedException {
        long visit = data.at.visit();
        Happening.Evaluated made = facts.evaluated(
                data.before,
                found -> "foreach.output.as".equals(found.stage())
                        && found.evaluation().at().visit() == visit
                        && element.equals(found.evaluation().result()));
        return made == null ? turned(data, element, path) : new Subject.Result(made, path);
    }

    /** The output of the tasks of a turn, or the event of a turn without tasks. */
    Subject turned(Subject.Data data, JsonValue element, List<JsonValue> path) throws Cursor.DivergedException {
        long visit = data.at.visit();
        Step child = facts.step(
                data.before,
                step -> step instanceof Step.Completed
                        && gives(step, visit, element)
                        && step.at().parent() == visit);
        return child == null
                ? event(data, element, path)
                : handedOn(child, path).getFirst().subject();
    }

    /** An event that came in. */
    Subject event(Subject.Data data, JsonValue element, List<JsonValue> path) throws Cursor.DivergedException {
        Step consumed = facts.step(
                data.before,
                step -> step instanceof Step.Consumed event
                        && step.at().visit() == data.at.visit()
                        && (event.event().equals(element)
                                || (event.event() instanceof JsonObject object && element.equals(object.get("data")))));
        boolean isData =
                consumed instanceof Step.Consumed event && !event.event().equals(element);
        List<JsonValue> inEvent = new ArrayList<>(path);
        if (isData) {
            inEvent.addFirst(JsonString.of("data"));
        }
        return leaf(
                Kind.EVENT,
                consumed == null ? data.before - 1 : consumed.at().t(),
                data.at,
                null,
                inEvent,
                Facts.at(element, path));
    }

    // --- context ---

    private List<Origin> context(Subject.Data data) throws Cursor.DivergedException {
        Happening written = facts.contextWrite(data.before, data.path);
        if (written instanceof Happening.Evaluated evaluated) {
            return List.of(Origin.copied(new Subject.Result(evaluated, data.path)));
        }
        if (written instanceof Happening.Received received) {
            return changed(data, received);
        }
        Step.Entered root = facts.entered(0, data.before);
        return List.of(Origin.copied(root == null ? unknown(data) : input(root, data.path)));
    }

    /** Somebody changed the context when a branch was made: all of what is asked about, or a part of it. */
    private static List<Origin> changed(Subject.Data data, Happening.Received received) {
        Edit edit = Facts.edit(received, Edit.Of.CONTEXT, data.path);
        if (edit == null) {
            throw new IllegalStateException("nothing was changed by " + received);
        }
        Subject edited = edited(received, edit, data.path);
        return edit.path().size() <= data.path.size()
                ? List.of(Origin.copied(edited))
                : List.of(
                        new Origin(Lineage.Kind.COMPUTED, edited, null),
                        new Origin(
                                Lineage.Kind.COMPUTED,
                                new Subject.Data(What.CONTEXT, data.at, received.t(), data.path, data.whole),
                                null));
    }

    static boolean isBeforeInput(@Nullable String stage) {
        return stage != null && BEFORE_INPUT.contains(stage);
    }
}
