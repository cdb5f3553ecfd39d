package io.flowork.core.history;

import io.flowork.core.journal.Compared;
import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.JqException;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import java.lang.ref.SoftReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The states of a run at its steps, near and far. States on the way are kept, the denser the nearer to where somebody looked
 * last, as long as there is memory to spare: whatever is not kept is folded again. One thread uses it at a time.
 *
 * <p>A method that is told to stop throws a {@link CancellationException}, and goes on from there when it is asked again.
 */
public final class History {
    /** How far states near where somebody looks are apart, in steps. */
    private static final int APART = Cursor.SLICE;

    /** To read and check an input takes about as long as so many steps. */
    private static final int STEPS_PER_INPUT = 32;

    private static final int MOST_KEPT = 4_096;

    /** How much denser states are on the way to where somebody looks, and how many of these there are. */
    private static final int DENSER = 16;

    private static final int MOST_NEAR = 64;

    /** How many states are kept within the distance at which their number begins to halve. */
    private static final int DENSE = 128;

    /** How many steps of a run at work are made after its last input, which the next one may come before. */
    private static final int BEYOND = 100_000;

    /** States that were read each have their data for themselves, those folded from one share it: so many are kept of. */
    private static final int MOST_READ = 8;

    /**
     * A state on the way.
     *
     * @param next the number of the first journal entry that it does not have
     * @param inputAt the step at which the one before came
     * @param read which of the states that were read it was folded from; 0 if from the beginning
     */
    private record Kept(State state, long next, long inputAt, int read) {}

    private final Recording recording;
    private final Machine machine;
    private final Compared compared = new Compared();
    private final TreeMap<Long, SoftReference<Kept>> kept = new TreeMap<>();
    /** States on the way to where somebody looked last, for who goes on from there step by step. */
    private final Deque<SoftReference<Kept>> near = new ArrayDeque<>();

    private final Kept start;
    private List<Recording.Checkpoint> checkpoints;
    private @Nullable Kept end;
    private Reach reach = Reach.ALL;
    private int read;

    /**
     * A history.
     *
     * @param machine makes the steps; whoever interrupts its evaluations stops the method that is at work
     */
    public History(Recording recording, Machine machine) {
        this.recording = recording;
        this.machine = machine;
        this.start = new Kept(State.initial(recording.program()), 0, 0, 0);
        this.checkpoints = sorted(recording);
    }

    private static List<Recording.Checkpoint> sorted(Recording recording) {
        List<Recording.Checkpoint> checkpoints = new ArrayList<>(recording.checkpoints());
        checkpoints.sort(Comparator.comparingLong(Recording.Checkpoint::t));
        return checkpoints;
    }

    /** What is folded. */
    public Recording recording() {
        return recording;
    }

    /**
     * The state at the end of what is recorded, with the steps that follow from it. Of a run at work these may still come out
     * otherwise, as an input may come before them.
     */
    public State end(BooleanSupplier stop) throws Cursor.DivergedException {
        Kept last = end;
        if (last == null) {
            Way way = way(reach.t(), null);
            way.to(Long.MAX_VALUE, stop);
            last = way.here();
            end = last;
        }
        return last.state;
    }

    /** Whether the run has ended. */
    public boolean hasEnded(BooleanSupplier stop) throws Cursor.DivergedException {
        return end(stop).status().ended();
    }

    /**
     * Looks whether there is more of a run that goes on.
     *
     * @return the number of the first step that may be another one now; null if there is nothing new
     */
    public @Nullable Long refresh() {
        return refresh(Reach.ALL);
    }

    /**
     * Looks as far as a run has come from now on, and no further: what is beyond is not its past. One may look ahead, too, at
     * what follows as long as no input comes.
     *
     * @param now how far that is; never fewer entries than before
     * @return the number of the first step that may be another one now; null if there is nothing new
     */
    public @Nullable Long refresh(Reach now) {
        Kept last = end;
        long seen = last == null ? Math.min(reach.seq(), now.seq()) : last.next;
        List<JournalEntry> more =
                (last == null && reach.isAll()) || seen >= now.seq() ? List.of() : recording.entries(seen);
        if (more.isEmpty() && now.equals(reach)) {
            return null;
        }
        if (last == null && reach.isAll()) {
            kept.clear(); // nobody knows which entries they were folded from
        }
        long changed = Math.min(reach.t(), now.t());
        if (!more.isEmpty()) {
            changed = Math.min(changed, more.getFirst().t());
            checkpoints = sorted(recording);
            kept.tailMap(changed, false).clear();
        }
        end = null;
        near.clear();
        reach = now;
        return changed;
    }

    private void dropNear(Predicate<Kept> which) {
        near.removeIf(each -> {
            Kept state = each.get();
            return state == null || which.test(state);
        });
    }

    /** The entries that may be looked at. */
    private List<JournalEntry> entries(long from) {
        if (from >= reach.seq()) {
            return List.of();
        }
        List<JournalEntry> page = recording.entries(from);
        return page.isEmpty() || page.getLast().seq() < reach.seq()
                ? page
                : page.subList(0, (int) (reach.seq() - from));
    }

    /**
     * The first state after a step, before inputs that came then; where somebody has forked the run, with what they edited.
     *
     * @param t the number of a step that was made
     */
    public State after(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Way way = way(t, null);
        way.look(t + 1, stop);
        return way.cursor.settleForks();
    }

    /** The last state before a step, with the inputs that came before it. */
    public State before(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        Way way = way(t, null);
        way.look(t, stop);
        return way.cursor.settle(t);
    }

    /**
     * Makes steps again.
     *
     * @param from the number of the first one to tell
     * @param to the number of the first one not to tell
     * @param steps told of each
     */
    public void steps(long from, long to, Steps steps, BooleanSupplier stop) throws Cursor.DivergedException {
        Way way = way(from, step -> {
            long t = step.at().t();
            if (t >= from && t < to) {
                steps.step(step);
            }
        });
        way.to(to, stop);
    }

    /**
     * A way through the run's steps that begins at a step or before.
     *
     * @param steps told of all steps from there on
     */
    Way way(long t, @Nullable Steps steps) {
        return new Way(at(t), steps);
    }

    /** Goes forwards through a run's steps. */
    final class Way {
        private final Cursor cursor;
        private final int origin;
        private Kept last;

        private Way(Kept from, @Nullable Steps steps) {
            this.cursor =
                    new Cursor(machine, History.this::entries, compared, from.state, from.next, from.inputAt, steps);
            this.origin = from.read;
            this.last = from;
        }

        /** Where it is. */
        State state() {
            return cursor.state();
        }

        /** The number of the first journal entry that it has not come to. */
        long next() {
            return cursor.next();
        }

        private Kept here() {
            return new Kept(cursor.state(), cursor.next(), cursor.inputAt(), origin);
        }

        /** Makes the steps before a number, as far as they are recorded or follow. */
        void to(long t, BooleanSupplier stop) throws Cursor.DivergedException {
            to(t, stop, this::moved);
        }

        /** The same for somebody who will look at what is near it next. */
        private void look(long t, BooleanSupplier stop) throws Cursor.DivergedException {
            to(t, stop, () -> {
                moved();
                Kept before = near.isEmpty() ? last : near.getLast().get();
                if (before == null || isApart(before, DENSER)) {
                    near.addLast(new SoftReference<>(here()));
                    if (near.size() > MOST_NEAR) {
                        near.removeFirst();
                    }
                }
            });
        }

        private void to(long t, BooleanSupplier stop, Runnable moved) throws Cursor.DivergedException {
            try {
                Cursor.Outcome came = reach.isAll()
                        ? cursor.to(t, BEYOND, stop, moved)
                        : cursor.to(Math.min(t, reach.t()), Long.MAX_VALUE, stop, moved);
                if (came != Cursor.Outcome.STOPPED && t > reach.t()) {
                    came = cursor.to(t, 0, stop, moved); // inputs that came there
                }
                if (came == Cursor.Outcome.STOPPED) {
                    throw new CancellationException();
                }
            } catch (JqException e) {
                if (e.kind() == JqException.Kind.INTERRUPTED) {
                    throw new CancellationException();
                }
                throw e;
            }
        }

        private void moved() {
            if (isApart(last, 1)) {
                keep();
            }
        }

        private boolean isApart(Kept from, int denser) {
            return Math.abs(state().t() - from.state.t()) >= APART / denser
                    || Math.abs(cursor.next() - from.next) >= APART / denser / STEPS_PER_INPUT;
        }

        /** Keeps the state. */
        void keep() {
            last = here();
            History.this.keep(last);
        }
    }

    /** The last state at hand that is at a step or before. */
    private Kept at(long t) {
        Kept best = start;
        Map.Entry<Long, SoftReference<Kept>> floor = kept.floorEntry(t);
        while (floor != null) {
            Kept found = floor.getValue().get();
            if (found != null) {
                best = found;
                break;
            }
            kept.remove(floor.getKey());
            floor = kept.lowerEntry(floor.getKey());
        }
        for (SoftReference<Kept> each : near) {
            Kept found = each.get();
            if (found != null && found.state.t() <= t && found.state.t() > best.state.t()) {
                best = found;
            }
        }
        for (int i = checkpoint(t); i >= 0 && isFar(best, checkpoints.get(i)); i--) {
            State state = recording.state(checkpoints.get(i));
            if (state == null) {
                checkpoints.remove(i);
            } else {
                return read(new Kept(state, checkpoints.get(i).seq() + 1, state.t(), read + 1));
            }
        }
        return best;
    }

    /** Whether it is worth it to read a state rather than to fold from another one to it. */
    private static boolean isFar(Kept from, Recording.Checkpoint checkpoint) {
        return checkpoint.t() - from.state.t() >= APART || checkpoint.seq() - from.next >= APART / STEPS_PER_INPUT;
    }

    private Kept read(Kept state) {
        read = state.read;
        kept.values().removeIf(each -> {
            Kept other = each.get();
            return other == null || isOld(other);
        });
        dropNear(this::isOld);
        keep(state);
        return state;
    }

    private boolean isOld(Kept state) {
        return state.read > 0 && state.read <= read - MOST_READ;
    }

    /** The place of the last checkpoint at a step or before; -1 if there is none. */
    private int checkpoint(long t) {
        int low = 0;
        int high = checkpoints.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (checkpoints.get(middle).t() <= t) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private void keep(Kept state) {
        kept.put(state.state.t(), new SoftReference<>(state));
        if (kept.size() > MOST_KEPT) {
            thin(state.state.t());
        }
    }

    /** Drops states: with twice the distance from where somebody looks, half as many stay. */
    private void thin(long near) {
        List<Long> dropped = new ArrayList<>();
        long last = 0;
        for (long t : kept.keySet()) {
            if (t - last < Math.max(APART, Math.abs(t - near) / DENSE)) {
                dropped.add(t);
            } else {
                last = t;
            }
        }
        kept.keySet().removeAll(dropped);
    }

    /** The first checkpoint after a step; the largest number if there is none. */
    long nextCheckpoint(long t) {
        int next = checkpoint(t) + 1;
        return next < checkpoints.size() ? checkpoints.get(next).t() : Long.MAX_VALUE;
    }

    /** The last checkpoint at a step or before; 0 if there is none. */
    long lastCheckpoint(long t) {
        int last = checkpoint(t);
        return last < 0 ? 0 : checkpoints.get(last).t();
    }
}
