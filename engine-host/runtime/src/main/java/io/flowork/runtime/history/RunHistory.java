package io.flowork.runtime.history;

import io.flowork.core.history.History;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.ProgramSource;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The past of one run, and a picture of all its steps as far as it was drawn. A cache: it can be dropped at any time. One
 * thread uses it at a time. A method that is told to stop throws a {@link CancellationException}, and goes on from there when
 * it is asked again.
 */
final class RunHistory {
    /** How far one looks back at first for the task that completed last. */
    private static final long BACK = 256;

    private final LoadedWorkflow workflow;
    private final History history;
    private Picture picture = new Picture();
    private long drawn;

    /**
     * A step, and what it stands in.
     *
     * @param step the step
     * @param before the state before it, and possibly before some more
     * @param after the state after it
     * @param last the task that completed last
     */
    record Moment(Step step, State before, State after, Step.@Nullable Completed last) {}

    RunHistory(Store store, String run, int branch, LoadedWorkflow workflow, ProgramSource programs, Machine machine) {
        this.workflow = workflow;
        this.history = new History(new StoreRecording(store, run, branch, workflow.program(), programs), machine);
    }

    LoadedWorkflow workflow() {
        return workflow;
    }

    Picture picture() {
        return picture;
    }

    /** How many steps there are. */
    long steps(BooleanSupplier stop) throws Cursor.DivergedException {
        Long changed = history.refresh();
        if (changed != null && changed < drawn) { // an input came before steps that had been made
            picture = new Picture();
            drawn = 0;
        }
        return history.end(stop).t();
    }

    /** Draws the steps before a number. */
    void draw(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        long until = Math.min(t, steps(stop));
        if (drawn < until) {
            steps(
                    drawn,
                    until,
                    step -> {
                        picture.add(step);
                        drawn = step.at().t() + 1;
                    },
                    stop);
        }
    }

    /**
     * Makes steps again.
     *
     * @param from the number of the first one to tell
     * @param to the number of the first one not to tell
     */
    void steps(long from, long to, Steps told, BooleanSupplier stop) throws Cursor.DivergedException {
        history.steps(from, to, told, stop);
    }

    /** A step that was made, and what it stands in. */
    Moment at(long t, BooleanSupplier stop) throws Cursor.DivergedException {
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
