package io.flowork.core.history.fork;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A position of a run at which a branch can begin: between journal entries too.
 *
 * @param state the run there
 * @param seq the number of the last entry that is shared
 */
public record ForkPoint(State state, long seq) {

    /** Why there is no such position. */
    public static final class NoSuchPointException extends Exception {
        private static final long serialVersionUID = 1L;

        NoSuchPointException(String reason) {
            super(reason);
        }
    }

    /**
     * The position right before a step. A transition is a step or a few that belong together: the position is after one,
     * so it can be a few steps further.
     *
     * @param machine makes the steps
     * @param near a state at or before the position
     * @param next the number of the first entry that the state does not have
     * @param journal gives the entries from a number on, a page at a time; none after the last
     * @param t the number of the step
     * @param before the number of an entry that is not shared, although it may be applied before that step;
     *     {@link Long#MAX_VALUE} if all of those are
     * @throws NoSuchPointException if the run has not made so many steps, or comes out differently now
     */
    public static ForkPoint at(
            Machine machine,
            State near,
            long next,
            LongFunction<? extends List<JournalEntry>> journal,
            long t,
            long before)
            throws NoSuchPointException {
        return seek(machine, near, next, journal, t, before, null);
    }

    /**
     * The last position up to a step at which an effect is outstanding, so that it can get another result.
     *
     * @param wanted whether an effect is the one
     * @throws NoSuchPointException if no such effect is outstanding there
     */
    public static ForkPoint at(
            Machine machine,
            State near,
            long next,
            LongFunction<? extends List<JournalEntry>> journal,
            long t,
            Predicate<Effect> wanted)
            throws NoSuchPointException {
        return seek(machine, near, next, journal, t, Long.MAX_VALUE, wanted);
    }

    private static ForkPoint seek(
            Machine machine,
            State near,
            long next,
            LongFunction<? extends List<JournalEntry>> journal,
            long t,
            long before,
            @Nullable Predicate<Effect> wanted)
            throws NoSuchPointException {
        Fold fold = new Fold(machine, near, null);
        ForkPoint last = null;
        long seq = next;
        boolean reached = false;
        while (!reached) {
            List<JournalEntry> page = journal.apply(seq);
            reached = page.isEmpty();
            for (JournalEntry entry : page) {
                if (entry.t() > t || entry.seq() >= before) {
                    reached = true;
                    break;
                }
                if (wanted != null) {
                    fold.advance(entry.t());
                    last = waiting(fold.state(), seq - 1, wanted, last);
                }
                Fold.Difference difference = fold.add(entry);
                if (difference != null) {
                    throw new NoSuchPointException("at entry " + difference.seq() + ", " + difference.reason());
                }
                seq = entry.seq() + 1;
            }
        }
        fold.advance(t);
        State state = fold.state();
        if (state.t() < t && t < Long.MAX_VALUE) {
            throw new NoSuchPointException("it has made " + state.t() + " steps so far, so there is no step " + t);
        }
        if (wanted == null) {
            return new ForkPoint(state, seq - 1);
        }
        last = waiting(state, seq - 1, wanted, last);
        if (last == null) {
            throw new NoSuchPointException(
                    "no such effect is outstanding " + (t < Long.MAX_VALUE ? "at step " + t : "anywhere in it")
                            + ": fork where it has been scheduled and has no result yet");
        }
        return last;
    }

    private static @Nullable ForkPoint waiting(
            State state, long seq, Predicate<Effect> wanted, @Nullable ForkPoint other) {
        return state.pendingEffects().stream().anyMatch(wanted) ? new ForkPoint(state, seq) : other;
    }
}
