package io.flowork.runtime.history;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import io.flowork.store.Store;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BooleanSupplier;

/** A position in a run's past that moves forwards by folding its journal. */
final class Cursor {
    /** How many steps are made between two looks at whether to stop. */
    static final int SLICE = 1_024;

    private static final int PAGE = 256;

    /** Why a fold does not go on. */
    static final class DivergedException extends Exception {
        private static final long serialVersionUID = 1L;

        DivergedException(String reason) {
            super(reason);
        }
    }

    /** How far a fold came. */
    enum Outcome {
        /** To where it should. */
        THERE,
        /** To the end of what is recorded. */
        END,
        /** It was stopped. */
        STOPPED
    }

    private final Store store;
    private final String run;
    private final int branch;
    private final Fold fold;
    private final Deque<JournalEntry> read = new ArrayDeque<>();
    private long next;
    private long inputAt;

    /**
     * A cursor.
     *
     * @param branch the branch whose line of entries is folded
     * @param state the state it begins with
     * @param next the number of the first journal entry that the state does not have
     */
    Cursor(Store store, String run, int branch, Machine machine, State state, long next, Steps steps) {
        this.store = store;
        this.run = run;
        this.branch = branch;
        this.fold = new Fold(machine, state, steps);
        this.next = next;
        this.inputAt = state.t();
    }

    State state() {
        return fold.state();
    }

    /** The number of the first journal entry that the state does not have. */
    long next() {
        return next;
    }

    /**
     * Makes the steps before a number, and at most {@link #SLICE} and those of one input at a time.
     *
     * @param t the number of the first step not to make, if that is possible
     * @param beyond how many steps to make after the last input
     * @param stop whether to stop
     * @param moved told after each part
     * @throws DivergedException if the journal does not give the recorded states
     */
    Outcome to(long t, long beyond, BooleanSupplier stop, Runnable moved) throws DivergedException {
        while (state().t() < t) {
            if (stop.getAsBoolean()) {
                return Outcome.STOPPED;
            }
            if (read.isEmpty()) {
                read.addAll(store.line(run, branch, next, PAGE));
            }
            JournalEntry entry = read.peek();
            long before = state().t();
            if (entry == null && before - inputAt >= beyond) {
                return Outcome.END;
            }
            if (entry == null || before < entry.t()) {
                long until = entry == null ? t : Math.min(t, entry.t());
                fold.advance(Math.min(until, before + SLICE));
                if (state().t() == before) {
                    if (stop.getAsBoolean()) {
                        return Outcome.STOPPED;
                    }
                    if (entry == null) {
                        return Outcome.END;
                    }
                    throw new DivergedException("the run rests at step " + before + ", before its next input");
                }
            } else {
                Fold.Difference difference = fold.add(entry);
                if (difference != null) {
                    throw new DivergedException(difference.reason());
                }
                read.remove();
                next++;
                inputAt = state().t();
            }
            moved.run();
        }
        return Outcome.THERE;
    }
}
