package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A step, and what it stands in.
 *
 * @param step the step
 * @param before the state before it, and possibly before some more
 * @param after the state after it
 * @param last the task that had completed last, with this step or before; null if none had
 */
public record Moment(Step step, State before, State after, Step.@Nullable Completed last) {
    /** How far one looks back at first for the task that completed last. */
    private static final long BACK = 256;

    /**
     * The moment of a step.
     *
     * @param t the number of a step that the run has made
     */
    public static Moment of(History history, long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Seen seen = new Seen();
        long from = t + 1;
        for (long back = BACK; seen.completed == null && from > 0; back *= 4) {
            from = Math.max(0, t - back);
            history.steps(from, t + 1, seen, stop);
        }
        Step step = seen.step;
        if (step == null) {
            throw new IllegalStateException("no step " + t);
        }
        return new Moment(step, history.before(t, stop), history.after(t, stop), seen.completed);
    }

    /** Remembers the last step, and the last task that completed. */
    private static final class Seen implements Steps {
        private Step.@Nullable Completed completed;
        private @Nullable Step step;

        @Override
        public void step(Step next) {
            step = next;
            if (next instanceof Step.Completed done) {
                completed = done;
            }
        }
    }
}
