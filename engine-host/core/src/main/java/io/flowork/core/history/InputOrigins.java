package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.regex.Pattern;

/** Finds where the input of a task, and the context, come from. */
final class InputOrigins {
    /** The end of the reference of a fork's branch: no branch hands anything on to another one. */
    private static final Pattern BRANCH = Pattern.compile("/fork/branches/\\d+/[^/]+$");

    private final Facts facts;
    private final EditedOrigins edits;
    private final OutputOrigins outputs;

    InputOrigins(Facts facts, EditedOrigins edits, OutputOrigins outputs) {
        this.facts = facts;
        this.edits = edits;
        this.outputs = outputs;
    }

    List<Origin> input(Subject.Data data) throws Cursor.DivergedException {
        return edits.of(data, this::made);
    }

    private List<Origin> made(Subject.Data data) throws Cursor.DivergedException {
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
        return edits.of(data, this::given);
    }

    private List<Origin> given(Subject.Data data) throws Cursor.DivergedException {
        long parent = data.at().parent();
        if (parent < 0) {
            return Origin.only(runInput(data.path()));
        }
        long visit = data.at().visit();
        Step.Entered entered = facts.entered(visit, data.before());
        long before = entered == null ? data.before() : entered.at().t();
        if (BRANCH.matcher(data.at().reference()).find()) {
            Step.Entered fork = facts.entered(parent, before);
            return Origin.only(
                    fork == null
                            ? data.unknown()
                            : new Subject.Data(What.INPUT, fork.at(), before, data.path(), data.whole()));
        }
        Step found =
                facts.step(before, step -> isNear(step, parent, visit) && HandedOn.gives(step, parent, data.whole()));
        if (found == null) {
            Step.Entered around = facts.entered(parent, before);
            if (around != null && data.whole().equals(facts.input(parent, before))) {
                return Origin.only(new Subject.Data(What.INPUT, around.at(), before, data.path(), data.whole()));
            }
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
        Facts.Edited edited = given.edited();
        return edited == null
                ? Subject.leaf(Kind.RUN_INPUT, 0, Subject.run(0), null, path, Facts.at(given.input(), path))
                : EditedOrigins.leaf(edited, Subject.run(edited.by().t()), path);
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
        Facts.Edited edited = Facts.contextEdit(received, data.path());
        if (edited == null) {
            throw new IllegalStateException("nothing was changed by " + received);
        }
        Subject leaf = EditedOrigins.leaf(edited, Subject.run(received.t()), data.path());
        return edited.edit().path().size() <= data.path().size()
                ? Origin.only(leaf)
                : List.of(
                        new Origin(Lineage.Kind.COMPUTED, leaf, null),
                        new Origin(Lineage.Kind.COMPUTED, data.until(received.t() - 1), null));
    }
}
