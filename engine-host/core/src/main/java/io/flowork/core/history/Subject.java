package io.flowork.core.history;

import io.flowork.core.history.Cause.Kind;
import io.flowork.core.history.Provenance.What;
import io.flowork.core.jq.Lineage;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Step;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something in a run that has a value, whose origins can be asked for. */
sealed interface Subject {
    /** Tells it from others. */
    Object key();

    /** What is told of it, yet without its origins and what it has to do with another value. */
    Cause cause();

    /**
     * The data of a task, or the context.
     *
     * @param at the task
     * @param before the number of a step before which it was so
     * @param path the part of it
     * @param whole all of it
     */
    record Data(What what, Step.At at, long before, List<JsonValue> path, JsonValue whole) implements Subject {
        /** The input of a task that has begun. */
        static Data input(Step.Entered entered, List<JsonValue> path) {
            return new Data(What.INPUT, entered.at(), entered.at().t() + 1, path, entered.input());
        }

        /** It as it was before another step. */
        Data until(long otherBefore) {
            return new Data(what, at, otherBefore, path, whole);
        }

        /** Other data of its task that is the same. */
        Data as(What other) {
            return new Data(other, at, before, path, whole);
        }

        @Override
        public Object key() {
            return what == What.CONTEXT ? List.of(what, before, path) : List.of(what, at.visit(), path);
        }

        @Override
        public Cause cause() {
            return told(
                    what.kind(),
                    before - 1,
                    what == What.CONTEXT ? run(before - 1) : at,
                    null,
                    null,
                    path,
                    Facts.at(whole, path));
        }

        /** That the run does not say where it comes from. */
        Subject unknown() {
            return leaf(Kind.UNKNOWN, before - 1, at, null, path, Facts.at(whole, path));
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

        @Override
        public Cause cause() {
            Evaluation evaluation = of.evaluation();
            JsonValue value = evaluation.result();
            return told(
                    Kind.EXPRESSION,
                    evaluation.at().t(),
                    evaluation.at(),
                    of.stage(),
                    EvaluatedOrigins.spot(evaluation.evaluable(), path),
                    path,
                    value == null ? JsonNull.NULL : Facts.at(value, path));
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

    /**
     * What has no origin in the run.
     *
     * @param at the task it belongs to, whenever that was
     */
    static Subject leaf(Kind kind, long t, Step.At at, @Nullable String stage, List<JsonValue> path, JsonValue value) {
        return new Leaf(told(kind, t, at, stage, null, path, value));
    }

    /** The place of what belongs to the run itself. */
    static Step.At run(long t) {
        return new Step.At(t, 0, 0, "/", 0, -1);
    }

    private static Cause told(
            Kind kind,
            long t,
            Step.At at,
            @Nullable String stage,
            Step.@Nullable Spot spot,
            List<JsonValue> path,
            JsonValue value) {
        return new Cause(
                kind, Lineage.Kind.COPIED, t, at.strand(), at.reference(), stage, spot, path, value, new ArrayList<>());
    }
}
