package io.flowork.dap.session;

import io.flowork.core.history.Happening;
import io.flowork.core.history.Inside;
import io.flowork.core.jq.TraceEvent;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Step;

/** A point between a stop and the next one on its strand. */
public sealed interface InnerPoint {
    /** The task that it belongs to, and the step. */
    Step.At at();

    /**
     * A part of an expression begins, or has a result.
     *
     * @param happening the evaluation that it belongs to
     * @param program which of its expressions is gone through
     * @param event what happens
     * @param events how many such events there are to see
     * @param isCutOff whether the evaluation goes on after the last of them, with more than anybody can see
     */
    record Part(
            Happening.Evaluated happening, Evaluation.Program program, TraceEvent event, int events, boolean isCutOff)
            implements InnerPoint {
        @Override
        public Step.At at() {
            return happening.evaluation().at();
        }

        /** The text of the part. */
        public String text() {
            return program.expression()
                    .text()
                    .substring(event.range().start(), event.range().end());
        }
    }

    /**
     * Something is wanted of the world.
     *
     * @param request what, and what came of it
     */
    record Asked(Inside.Request request) implements InnerPoint {
        @Override
        public Step.At at() {
            return request.step().at();
        }
    }
}
