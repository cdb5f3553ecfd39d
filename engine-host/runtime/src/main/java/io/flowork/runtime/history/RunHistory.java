package io.flowork.runtime.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.store.JournalReader;
import io.flowork.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The past of one run, as far as it was folded: states in between, from which each step is near, and a picture of all
 * steps. A cache: it can be dropped at any time. One thread uses it at a time.
 */
final class RunHistory {
    private static final int MOST_MARKS = 1_024;

    /** To read and check an input takes about as long as so many steps. */
    private static final int STEPS_PER_INPUT = 32;

    /** What a step stands in. */
    private record Mark(State state, long next, Step.@Nullable Completed last) {}

    /**
     * A step, and what it stands in.
     *
     * @param step the step
     * @param before the state before it, and possibly before some more
     * @param after the state after it
     * @param last the task that completed last
     */
    record Moment(Step step, State before, State after, Step.@Nullable Completed last) {}

    private final Store store;
    private final String run;
    private final int branch;
    private final LoadedWorkflow workflow;
    private final List<Mark> marks = new ArrayList<>();
    private final Picture picture = new Picture();
    private final Cursor cursor;
    private long between = Cursor.SLICE;
    private Step.@Nullable Completed last;

    RunHistory(Store store, String run, int branch, LoadedWorkflow workflow, Machine machine) {
        this.store = store;
        this.run = run;
        this.branch = branch;
        this.workflow = workflow;
        State initial = State.initial(workflow.program());
        marks.add(new Mark(initial, 0, null));
        this.cursor = cursor(machine, initial, 0, this::step);
    }

    private Cursor cursor(Machine machine, State state, long next, Steps steps) {
        return new Cursor(machine, new JournalReader(store, run, branch)::from, state, next, steps);
    }

    LoadedWorkflow workflow() {
        return workflow;
    }

    Picture picture() {
        return picture;
    }

    /** How many steps were folded. */
    long folded() {
        return cursor.state().t();
    }

    private void step(Step step) {
        picture.add(step);
        if (step instanceof Step.Completed completed) {
            last = completed;
        }
    }

    /**
     * Folds up to a step, or to the end of what is recorded.
     *
     * @param beyond how many steps to make after the last input
     */
    Cursor.Outcome fold(long t, long beyond, BooleanSupplier stop) throws Cursor.DivergedException {
        return cursor.to(t, beyond, stop, () -> {
            State state = cursor.state();
            Mark before = marks.getLast();
            if (state.t() - before.state.t() >= between || cursor.next() - before.next >= between / STEPS_PER_INPUT) {
                marks.add(new Mark(state, cursor.next(), last));
                if (marks.size() > MOST_MARKS) {
                    thin();
                }
            }
        });
    }

    private void thin() {
        between *= 2;
        for (int i = marks.size() - 1; i > 0; i--) {
            if (i % 2 == 1) {
                marks.remove(i);
            }
        }
    }

    private Mark mark(long t) {
        int low = 0;
        int high = marks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (marks.get(middle).state.t() <= t) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return marks.get(low);
    }

    /**
     * Makes steps again.
     *
     * @param from the number of the first one to tell
     * @param count how many to tell at most; those that were folded
     */
    Cursor.Outcome steps(Machine machine, long from, int count, BooleanSupplier stop, Consumer<Step> told)
            throws Cursor.DivergedException {
        long until = Math.min(from + count, folded());
        Mark mark = mark(from);
        Cursor again = cursor(machine, mark.state, mark.next, step -> {
            long t = step.at().t();
            if (t >= from && t < until) {
                told.accept(step);
            }
        });
        return again.to(until, Long.MAX_VALUE, stop, () -> {});
    }

    /** A step that was folded, and what it stands in; null if that was stopped. */
    @Nullable
    Moment at(Machine machine, long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Mark mark = mark(t);
        Seeking seeking = new Seeking(t, mark.last);
        Cursor again = cursor(machine, mark.state, mark.next, seeking::step);
        if (again.to(t, Long.MAX_VALUE, stop, () -> {}) == Cursor.Outcome.STOPPED) {
            return null;
        }
        State before = again.state();
        if (again.to(t + 1, Long.MAX_VALUE, stop, () -> {}) == Cursor.Outcome.STOPPED || seeking.found == null) {
            return null;
        }
        return new Moment(seeking.found, before, again.state(), seeking.last);
    }

    /** Looks for one step. */
    private static final class Seeking {
        private final long t;
        private Step.@Nullable Completed last;
        private @Nullable Step found;

        Seeking(long t, Step.@Nullable Completed last) {
            this.t = t;
            this.last = last;
        }

        void step(Step step) {
            if (step.at().t() > t) {
                return;
            }
            if (step instanceof Step.Completed completed) {
                last = completed;
            }
            if (step.at().t() == t) {
                found = step;
            }
        }
    }
}
