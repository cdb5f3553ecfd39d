package io.flowork.runtime.fork;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.history.fork.ForkPoint;
import io.flowork.core.history.fork.ForkPoint.NoSuchPointException;
import io.flowork.core.history.fork.Recorded;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonObject;
import io.flowork.store.BranchRecord;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A branch in a store with all that it shares. Any of its positions is found by a search over its entries and the
 * snapshot before, so that costs the same wherever it is.
 */
public final class StoredLine {
    private static final int PAGE = 64;

    private final Store store;
    private final String run;
    private final int branch;
    private final Program program;
    private final ProgramSource programs;

    /**
     * A branch in a store.
     *
     * @param program the run's program
     * @param programs those of forks
     */
    public StoredLine(Store store, String run, int branch, Program program, ProgramSource programs) {
        this.store = store;
        this.run = run;
        this.branch = branch;
        this.program = program;
        this.programs = programs;
    }

    /** The run's program. */
    public Program program() {
        return program;
    }

    /** The branch's number. */
    public int branch() {
        return branch;
    }

    /** Some entries from a number on; none after the last. */
    public List<JournalEntry> entries(long from) {
        return store.line(run, branch, from, PAGE);
    }

    /** How many entries there are, with those that are shared. */
    public long size() {
        return record().next();
    }

    BranchRecord record() {
        return store.branches(run).stream()
                .filter(each -> each.number() == branch)
                .findFirst()
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.NOT_FOUND, "The run %s has no branch %d.".formatted(run, branch)));
    }

    /** A state, and the number of the first entry that it does not have. */
    record Near(State state, long next) {}

    /** The state of the last snapshot that is not after a step. */
    Near near(long t) {
        long last = lastBefore(t);
        while (last >= 0) {
            Optional<Snapshot> found = store.lineSnapshot(run, branch, last);
            if (found.isEmpty()) {
                break;
            }
            State state = found.get().t() <= t ? state(found.get()) : null;
            if (state != null) {
                return new Near(state, found.get().seq() + 1);
            }
            last = found.get().seq() - 1;
        }
        return start();
    }

    private Near start() {
        return new Near(State.initial(program), 0);
    }

    /** The number of the last entry that is applied before a step, or as it is next; -1 if there is none. */
    private long lastBefore(long t) {
        long low = -1;
        long high = size() - 1;
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            List<JournalEntry> entry = store.line(run, branch, middle, 1);
            if (!entry.isEmpty() && entry.getFirst().t() <= t) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private @Nullable State state(Snapshot snapshot) {
        try {
            if (ValueCodec.decode(snapshot.state()) instanceof JsonObject json) {
                State state = State.fromJson(program, programs, json);
                return state.hash() == snapshot.stateHash() ? state : null; // it is only a cache
            }
            return null;
        } catch (CodecException | IllegalArgumentException e) {
            return null;
        }
    }

    /** The position right before a step. */
    public ForkPoint at(Machine machine, long t) throws NoSuchPointException {
        Near near = near(t);
        return ForkPoint.at(machine, near.state(), near.next(), this::entries, t, Long.MAX_VALUE);
    }

    /** The last position up to a step at which an effect is outstanding. */
    ForkPoint at(Machine machine, long t, Predicate<Effect> wanted) throws NoSuchPointException {
        Near near = near(t);
        try {
            return ForkPoint.at(machine, near.state(), near.next(), this::entries, t, wanted);
        } catch (NoSuchPointException e) {
            if (near.next() == 0) {
                throw e;
            }
            return ForkPoint.at(machine, State.initial(program), 0, this::entries, t, wanted);
        }
    }

    /** The position at a step after an entry and before the next: where a branch began that is recorded. */
    ForkPoint at(Machine machine, long t, long seq) throws NoSuchPointException {
        Near near = near(t);
        if (near.next() > seq + 1) {
            near = start();
        }
        return ForkPoint.at(machine, near.state(), near.next(), this::entries, t, seq + 1);
    }

    /**
     * The state after all that is recorded, and after the steps that follow from it, so many at most.
     *
     * @throws IllegalArgumentException if the journal does not give the recorded states
     */
    public State end(Machine machine, long beyond) {
        Near near = near(Long.MAX_VALUE);
        Fold fold = new Fold(machine, near.state(), null);
        long next = near.next();
        for (List<JournalEntry> page = entries(next); !page.isEmpty(); page = entries(next)) {
            for (JournalEntry entry : page) {
                Fold.Difference difference = fold.add(entry);
                if (difference != null) {
                    throw new IllegalArgumentException("at entry " + difference.seq() + ", " + difference.reason());
                }
                next = entry.seq() + 1;
            }
        }
        fold.advance(fold.state().t() + beyond);
        return fold.state();
    }

    /** What effects got after a position. */
    public Recorded recorded(Machine machine, ForkPoint point) {
        return Recorded.after(machine, point, this::entries);
    }
}
