package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.core.program.Node;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Finds where the output of a task comes from, by what the task does. */
final class OutputOrigins {
    private final Facts facts;
    private final EditedOrigins edits;
    private final EventOrigins events;

    OutputOrigins(Facts facts, EditedOrigins edits, EventOrigins events) {
        this.facts = facts;
        this.edits = edits;
        this.events = events;
    }

    List<Origin> output(Subject.Data data) throws Cursor.DivergedException {
        return edits.of(data, this::transformed);
    }

    private List<Origin> transformed(Subject.Data data) throws Cursor.DivergedException {
        Happening.Evaluated as = facts.node(data.at().reference()).output().transform() == null
                ? null
                : facts.evaluated(data.at().visit(), "output.as", data.before());
        return as != null && data.whole().equals(as.evaluation().result())
                ? Origin.only(new Subject.Result(as, data.path()))
                : rawOutput(data.as(What.RAW_OUTPUT));
    }

    List<Origin> rawOutput(Subject.Data data) throws Cursor.DivergedException {
        return edits.of(data, this::made);
    }

    private List<Origin> made(Subject.Data data) throws Cursor.DivergedException {
        long visit = data.at().visit();
        Step.Entered entered = facts.entered(visit, data.before());
        if (entered == null) {
            return Origin.only(data.unknown());
        }
        Subject input = data.as(What.INPUT);
        Node node = facts.node(data.at().reference());
        return switch (node.body()) {
            case Body.Set body -> result(visit, "set", data);
            case Body.Emit body -> emitted(data);
            case Body.Wait body -> Origin.only(input);
            case Body.Switch body -> Origin.only(input);
            case Body.Raise body -> Origin.only(input);
            case Body.Call body -> answer(data, "with");
            case Body.CallFetched body -> {
                Facts.Answer answered = facts.answer(visit, data.before());
                yield answered == null
                        ? inside(entered, data.before(), data.path(), data.whole(), data)
                        : answer(data, "with");
            }
            case Body.RunProcess body -> body.await() ? answer(data, "run") : Origin.only(input);
            case Body.RunWorkflow body -> body.await() ? answer(data, "run") : Origin.only(input);
            case Body.Do body -> inside(entered, data.before(), data.path(), data.whole(), data);
            case Body.CallDefined body -> inside(entered, data.before(), data.path(), data.whole(), data);
            case Body.Try body -> inside(entered, data.before(), data.path(), data.whole(), data);
            case Body.For body -> inside(entered, data.before(), data.path(), data.whole(), data);
            case Body.Fork body -> branches(body, data);
            case Body.Listen body -> events.consumed(data);
            case Body.Consume body -> events.consumed(data);
        };
    }

    private List<Origin> result(long visit, String stage, Subject.Data data) throws Cursor.DivergedException {
        Happening.Evaluated made = facts.evaluated(visit, stage, data.before());
        return Origin.only(made == null ? data.unknown() : new Subject.Result(made, data.path()));
    }

    private List<Origin> emitted(Subject.Data data) throws Cursor.DivergedException {
        Happening.Evaluated made = facts.evaluated(data.at().visit(), "emit", data.before());
        JsonValue event = made == null ? null : made.evaluation().result();
        boolean given = data.path().isEmpty()
                || (event instanceof JsonObject object
                        && data.path().getFirst() instanceof JsonString name
                        && object.has(name.value()));
        return made != null && given
                ? Origin.only(new Subject.Result(made, data.path()))
                : Origin.only(Subject.leaf(
                        Kind.RUNTIME,
                        data.before() - 1,
                        data.at(),
                        "emit",
                        data.path(),
                        Facts.at(data.whole(), data.path())));
    }

    /** What a call, or another run, gave back; its arguments decided what that was. */
    private List<Origin> answer(Subject.Data data, String stage) throws Cursor.DivergedException {
        Facts.Answer answer = facts.answer(data.at().visit(), data.before());
        if (answer == null) {
            return Origin.only(data.unknown());
        }
        Effect effect = answer.asked().effect();
        boolean child = effect instanceof Effect.ChildRun;
        String name = effect instanceof Effect.Call call
                ? call.function()
                : effect instanceof Effect.ChildRun run ? run.namespace() + "/" + run.name() + ":" + run.version() : "";
        List<Origin> origins = new ArrayList<>();
        origins.add(Origin.copied(Subject.leaf(
                child ? Kind.CHILD_RUN : Kind.ANSWER,
                answer.received().t(),
                data.at(),
                name,
                data.path(),
                Facts.at(data.whole(), data.path()))));
        Happening.Evaluated with = facts.evaluated(data.at().visit(), stage, data.before());
        if (with != null) {
            origins.add(new Origin(Lineage.Kind.DECIDED, new Subject.Result(with, List.of()), null));
        }
        return origins;
    }

    /** The output of the last task inside, or the task's own input if there was none. */
    List<Origin> inside(Step.Entered around, long before, List<JsonValue> path, JsonValue whole, Subject.Data data)
            throws Cursor.DivergedException {
        long visit = around.at().visit();
        Predicate<Step> ends = step -> step instanceof Step.Completed || step instanceof Step.Skipped;
        Step last = facts.step(before, step -> ends.test(step) && step.at().parent() == visit);
        if (last != null && last.at().t() > around.at().t() && HandedOn.gives(last, visit, whole)) {
            return HandedOn.by(last, path);
        }
        if (around.input().equals(whole)) {
            return Origin.only(Subject.Data.input(around, path));
        }
        // a task inside ended the workflow: all around it have its output
        Step ended = facts.step(
                before,
                step -> ends.test(step)
                        && step.at().visit() > visit
                        && HandedOn.gives(step, step.at().parent(), whole));
        return ended == null ? Origin.only(data.unknown()) : HandedOn.by(ended, path);
    }

    private List<Origin> branches(Body.Fork fork, Subject.Data data) throws Cursor.DivergedException {
        List<Origin> origins = new ArrayList<>();
        boolean all = !fork.compete() && data.path().isEmpty();
        for (int i = 0; i < (all ? fork.branches().size() : 1); i++) {
            int wanted = all
                    ? i
                    : fork.compete() || !(data.path().getFirst() instanceof JsonNumber n) ? -1 : (int) n.doubleValue();
            Step joined = facts.step(
                    data.before(),
                    step -> step instanceof Step.BranchJoined branch
                            && step.at().visit() == data.at().visit()
                            && (wanted < 0 || branch.branch() == wanted));
            Step last = joined == null
                    ? null
                    : facts.step(
                            joined.at().t(),
                            step -> (step instanceof Step.Completed || step instanceof Step.Skipped)
                                    && step.at().parent() == data.at().visit());
            if (last == null) {
                origins.add(Origin.copied(data.unknown()));
            } else {
                List<JsonValue> rest = fork.compete() || all
                        ? data.path()
                        : data.path().subList(1, data.path().size());
                HandedOn.by(last, rest)
                        .forEach(origin -> origins.add(
                                new Origin(all ? Lineage.Kind.COMPUTED : Lineage.Kind.COPIED, origin.subject(), null)));
            }
        }
        return origins;
    }
}
