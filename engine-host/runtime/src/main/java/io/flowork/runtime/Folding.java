package io.flowork.runtime;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.RunRecord;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import io.flowork.store.StoreRecording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Folds the journal of a stored run into the state after its last entry, from its last snapshot on. */
final class Folding {
    private static final System.Logger LOG = System.getLogger(Folding.class.getName());
    private static final int PAGE = 512;

    private Folding() {}

    /**
     * A run as the store has it.
     *
     * @param state the state after the last entry
     * @param next the number of the next entry
     * @param snapshotSeq the number of the entry after the last snapshot
     * @param recorded the status the store says
     * @param input the run's input
     * @param branch the number of the branch it is on
     * @param cancelled what was cancelled since the last snapshot, of which the last may not have heard
     */
    record Folded(
            State state,
            long next,
            long snapshotSeq,
            Status recorded,
            JsonValue input,
            int branch,
            List<Effect.Cancel> cancelled) {

        /** A run that has not started. */
        static Folded initial(State initial, JsonValue input) {
            return new Folded(initial, 0, 0, Status.PENDING, input, 0, List.of());
        }
    }

    static Folded fold(Engine engine, Run run, Machine machine) {
        Store store = engine.store();
        if (store == null) {
            throw new IllegalStateException("the run " + run.id() + " is in no store");
        }
        RunRecord record = store.run(run.id()).orElseThrow(() -> StoreException.noRun(run.id()));
        State start = State.initial(run.workflow().program());
        long from = 0;
        Optional<Snapshot> snapshot = store.lineSnapshot(run.id(), record.branch(), Long.MAX_VALUE);
        if (snapshot.isPresent()) {
            State state = read(run, snapshot.get());
            if (state != null) {
                start = state;
                from = snapshot.get().seq() + 1;
            }
        }
        List<Effect.Cancel> cancelled = new ArrayList<>();
        Fold fold = new Fold(machine, start, null, effect -> {
            if (effect instanceof Effect.Cancel cancel) {
                cancelled.add(cancel);
            }
        });
        long next = from;
        List<JournalEntry> entries;
        do {
            entries = store.line(run.id(), record.branch(), next, PAGE);
            for (JournalEntry entry : entries) {
                Fold.Difference difference = fold.add(entry);
                if (difference != null) {
                    throw new StoreException(
                            Kind.DAMAGED,
                            "Its journal does not give the recorded state again: at entry " + difference.seq() + ", "
                                    + difference.reason());
                }
                next = entry.seq() + 1;
            }
        } while (entries.size() == PAGE);
        return new Folded(
                fold.state(),
                next,
                from,
                record.status(),
                store.data(run.id()).input(),
                record.branch(),
                List.copyOf(cancelled));
    }

    /** The state of a snapshot; null if it is not what it was, as it is only a cache. */
    private static @Nullable State read(Run run, Snapshot snapshot) {
        State state = StoreRecording.state(snapshot, run.workflow().program(), ProgramSource.NONE);
        if (state != null) {
            return state;
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "The snapshot of the run " + run.id() + " after entry " + snapshot.seq()
                        + " is damaged; the run is folded from its beginning");
        return null;
    }
}
