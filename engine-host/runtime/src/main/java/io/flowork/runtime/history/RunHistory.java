package io.flowork.runtime.history;

import io.flowork.core.history.History;
import io.flowork.core.history.Moment;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Steps;
import io.flowork.core.program.ProgramSource;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.Store;
import io.flowork.store.StoreRecording;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The past of one run, and a picture of all its steps as far as it was drawn. A cache: it can be dropped at any time. One
 * thread uses it at a time. A method that is told to stop throws a {@link CancellationException}, and goes on from there when
 * it is asked again.
 */
final class RunHistory {
    private final LoadedWorkflow workflow;
    private final History history;
    private Picture picture = new Picture();
    private long drawn;

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
        return Moment.of(history, t, stop);
    }
}
