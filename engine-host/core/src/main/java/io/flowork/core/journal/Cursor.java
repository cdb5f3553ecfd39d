package io.flowork.core.journal;

import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A position in a run's past that moves forwards by folding its journal. */
public final class Cursor {
    /** How many steps are made between two looks at whether to stop. */
    public static final int SLICE = 1_024;

    /** Why a fold does not go on: the journal does not give the recorded states. */
    public static final class DivergedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Fold.Difference difference;

        DivergedException(Fold.Difference difference) {
            super(difference.reason());
            this.difference = difference;
        }

        /** Where it differs from what was recorded. */
        public Fold.Difference difference() {
            return difference;
        }
    }

    /** How far a fold came. */
    public enum Outcome {
        /** To where it should. */
        THERE,
        /** To the end of what is recorded. */
        END,
        /** It was stopped. */
        STOPPED
    }

    private final LongFunction<? extends List<JournalEntry>> journal;
    private final Fold fold;
    private final Compared compared;
    private final Deque<JournalEntry> read = new ArrayDeque<>();
    private long next;
    private long inputAt;

    /**
     * A cursor.
     *
     * @param machine makes the steps
     * @param journal gives the entries from a number on, a page at a time; none after the last
     * @param state the state it begins with
     * @param next the number of the first journal entry that the state does not have
     * @param inputAt the number of the step at which the last input before that came
     * @param steps told of steps, if anybody looks
     */
    public Cursor(
            Machine machine,
            LongFunction<? extends List<JournalEntry>> journal,
            State state,
            long next,
            long inputAt,
            @Nullable Steps steps) {
        this(machine, journal, new Compared(), state, next, inputAt, steps);
    }

    /**
     * A cursor that does not compare again what was compared.
     *
     * @param compared the entries that other cursors through the same journal have compared; this one adds its own
     */
    public Cursor(
            Machine machine,
            LongFunction<? extends List<JournalEntry>> journal,
            Compared compared,
            State state,
            long next,
            long inputAt,
            @Nullable Steps steps) {
        this.journal = journal;
        this.compared = compared;
        this.fold = new Fold(machine, state, steps);
        this.next = next;
        this.inputAt = inputAt;
    }

    /** The state so far. */
    public State state() {
        return fold.state();
    }

    /** The number of the first journal entry that the state does not have. */
    public long next() {
        return next;
    }

    /** The number of the step at which the last input came. */
    public long inputAt() {
        return inputAt;
    }

    /**
     * Applies the inputs that came before a step is made.
     *
     * @param t the number of the step, at which this stands
     * @return the state before the step, with these inputs
     */
    public State settle(long t) throws DivergedException {
        State settled = state();
        while (settled.t() <= t) {
            if (read.isEmpty()) {
                read.addAll(journal.apply(next));
            }
            JournalEntry entry = read.peek();
            if (entry == null || entry.t() > t) {
                return settled;
            }
            add(entry);
            if (state().t() > t) {
                return settled;
            }
            settled = state();
        }
        return settled;
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
    public Outcome to(long t, long beyond, BooleanSupplier stop, Runnable moved) throws DivergedException {
        while (state().t() < t) {
            if (stop.getAsBoolean()) {
                return Outcome.STOPPED;
            }
            if (read.isEmpty()) {
                read.addAll(journal.apply(next));
            }
            JournalEntry entry = read.peek();
            long before = state().t();
            if (entry == null && before - inputAt >= beyond) {
                return Outcome.END;
            }
            if (entry == null || before < entry.t()) {
                long until = entry == null ? t : Math.min(t, entry.t());
                fold.advance(Math.min(until, before + SLICE));
                boolean rests = state().t() == before;
                if (rests && stop.getAsBoolean()) {
                    return Outcome.STOPPED;
                } else if (rests && entry == null) {
                    return Outcome.END;
                } else if (rests) {
                    add(entry); // says what differs
                }
            } else {
                add(entry);
            }
            moved.run();
        }
        return Outcome.THERE;
    }

    private void add(JournalEntry entry) throws DivergedException {
        Fold.Difference difference = fold.add(entry, !compared.has(entry.seq()));
        if (difference != null) {
            throw new DivergedException(difference);
        }
        compared.add(entry.seq());
        read.remove();
        next++;
        inputAt = state().t();
    }

    /**
     * Folds all that is recorded.
     *
     * @throws DivergedException if the journal does not give the recorded states
     */
    public void toEnd() throws DivergedException {
        var _ = to(Long.MAX_VALUE, 0, () -> false, () -> {});
    }

    /** Makes steps after the last entry, at most so many, as far as they need no further one. */
    public void beyond(long steps) {
        fold.advance(state().t() + steps);
    }
}
