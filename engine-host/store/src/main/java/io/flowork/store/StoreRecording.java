package io.flowork.store;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.history.Recording;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A branch of a run in a store, as what is folded to see its past. */
public final class StoreRecording implements Recording {
    private final Store store;
    private final String run;
    private final int branch;
    private final Program program;
    private final EntryPages pages;

    /**
     * A branch of a run.
     *
     * @param program the run's program
     */
    public StoreRecording(Store store, String run, int branch, Program program) {
        this.store = store;
        this.run = run;
        this.branch = branch;
        this.program = program;
        this.pages = new EntryPages(new JournalReader(store, run, branch));
    }

    @Override
    public Program program() {
        return program;
    }

    @Override
    public List<JournalEntry> entries(long from) {
        return pages.from(from);
    }

    @Override
    public List<Checkpoint> checkpoints() {
        return store.lineCheckpoints(run, branch);
    }

    @Override
    public @Nullable State state(Checkpoint checkpoint) {
        return store.lineSnapshot(run, branch, checkpoint)
                .map(snapshot -> state(snapshot, program))
                .filter(state -> isOf(state, checkpoint))
                .orElse(null);
    }

    /** Whether a state is of its place: the number of its entry, which its hash does not cover, may be damaged too. */
    private boolean isOf(State state, Checkpoint checkpoint) {
        return state.t() == checkpoint.t()
                && store.sealedOfLine(run, branch, checkpoint.seq())
                        .filter(last -> last.time() == state.now() && last.t() <= state.t())
                        .isPresent();
    }

    /**
     * The state of a snapshot.
     *
     * @param program the program of its run
     * @return null if it is not what it was when it was taken
     */
    public static @Nullable State state(Snapshot snapshot, Program program) {
        try {
            if (ValueCodec.decode(snapshot.state()) instanceof JsonObject json) {
                State state = State.fromJson(program, json);
                return state.hash() == snapshot.stateHash() ? state : null;
            }
            return null;
        } catch (IllegalArgumentException | CodecException damaged) {
            return null;
        }
    }
}
