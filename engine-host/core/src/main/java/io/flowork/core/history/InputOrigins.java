package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Edit;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.grammar.json.JsonValue;
import java.util.List;

/** Finds where the input of a task, and the context, come from. */
final class InputOrigins {
    private final Facts facts;
    private final OutputOrigins outputs;

    InputOrigins(Facts facts, OutputOrigins outputs) {
        this.facts = facts;
        this.outputs = outputs;
    }

    List<Origin> input(Subject.Data data) throws Cursor.DivergedException {
        Step.Entered entered = facts.entered(data.at().visit(), data.before());
        boolean transforms = facts.node(data.at().reference()).input().transform() != null;
        if (entered != null && transforms) {
            Happening.Evaluated from = facts.evaluated(
                    data.at().visit(), "input.from", entered.at().t());
            if (from != null) {
                return Origin.only(new Subject.Result(from, data.path()));
            }
        }
        JsonValue raw = entered == null ? data.whole() : entered.rawInput();
        return rawInput(new Subject.Data(What.RAW_INPUT, data.at(), data.before(), data.path(), raw));
    }

    List<Origin> rawInput(Subject.Data data) throws Cursor.DivergedException {
        long parent = data.at().parent();
        if (parent < 0) {
            return Origin.only(runInput(data.path()));
        }
        long visit = data.at().visit();
        Step.Entered entered = facts.entered(visit, data.before());
        long before = entered == null ? data.before() : entered.at().t();
        Step found =
                facts.step(before, step -> isNear(step, parent, visit) && HandedOn.gives(step, parent, data.whole()));
        if (found == null) {
            Step.Entered around = facts.entered(parent, before);
            return around != null && data.at().reference().contains("/after/")
                    ? outputs.rawOutput(
                            new Subject.Data(What.RAW_OUTPUT, around.at(), before, data.path(), data.whole()))
                    : Origin.only(data.unknown());
        }
        return switch (found) {
            case Step.Entered around -> Origin.only(Subject.Data.input(around, data.path()));
            case Step.Evaluated arguments -> {
                Happening.Evaluated with =
                        facts.evaluated(parent, "with", arguments.at().t() + 1);
                yield Origin.only(with == null ? data.unknown() : new Subject.Result(with, data.path()));
            }
            case Step.Turn turn -> turn(turn, data);
            default -> HandedOn.by(found, data.path());
        };
    }

    /** Whether a step is one of the task around a visit, or of one beside it. */
    private static boolean isNear(Step step, long parent, long visit) {
        return (step.at().visit() == parent || step.at().parent() == parent)
                && step.at().visit() != visit;
    }

    private List<Origin> turn(Step.Turn turn, Subject.Data data) throws Cursor.DivergedException {
        Step.Entered around = facts.entered(turn.at().visit(), turn.at().t());
        if (around == null) {
            return Origin.only(data.unknown());
        }
        return facts.node(turn.at().reference()).body() instanceof Body.For
                ? outputs.inside(around, turn.at().t(), data.path(), data.whole(), data)
                : Origin.only(Subject.Data.input(around, data.path()));
    }

    Subject runInput(List<JsonValue> path) throws Cursor.DivergedException {
        Facts.RunInput given = facts.runInput(path);
        Happening.Received changed = given.changed();
        Edit edit = given.edit();
        return changed == null || edit == null
                ? Subject.leaf(Kind.RUN_INPUT, 0, Subject.run(0), null, path, Facts.at(given.input(), path))
                : edited(changed, edit, path);
    }

    private static Subject edited(Happening.Received by, Edit edit, List<JsonValue> path) {
        int place = edit.path().size();
        JsonValue value = place > path.size() ? edit.value() : Facts.at(edit.value(), path.subList(place, path.size()));
        return Subject.leaf(Kind.EDITED, by.t(), Subject.run(by.t()), null, path, value);
    }

    List<Origin> context(Subject.Data data) throws Cursor.DivergedException {
        Happening written = facts.contextWrite(data.before(), data.path());
        if (written instanceof Happening.Evaluated evaluated) {
            return Origin.only(new Subject.Result(evaluated, data.path()));
        }
        if (written instanceof Happening.Received received) {
            return changed(data, received);
        }
        Step.Entered root = facts.entered(0, data.before());
        return Origin.only(root == null ? data.unknown() : Subject.Data.input(root, data.path()));
    }

    /** Somebody changed the context when a branch was made: all of what is asked about, or a part of it. */
    private static List<Origin> changed(Subject.Data data, Happening.Received received) {
        Edit edit = Facts.edit(received, Edit.Of.CONTEXT, data.path());
        if (edit == null) {
            throw new IllegalStateException("nothing was changed by " + received);
        }
        Subject edited = edited(received, edit, data.path());
        return edit.path().size() <= data.path().size()
                ? Origin.only(edited)
                : List.of(
                        new Origin(Lineage.Kind.COMPUTED, edited, null),
                        new Origin(
                                Lineage.Kind.COMPUTED,
                                new Subject.Data(What.CONTEXT, data.at(), received.t(), data.path(), data.whole()),
                                null));
    }
}
