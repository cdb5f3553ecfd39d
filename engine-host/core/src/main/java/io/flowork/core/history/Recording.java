package io.flowork.core.history;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.State;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is recorded of a branch of a run: a journal to fold, and states on the way that save folding. */
public interface Recording {
    /** The program that ran, from its beginning. */
    Program program();

    /** The programs that forks put in its place. */
    default ProgramSource programs() {
        return ProgramSource.NONE;
    }

    /**
     * The entries of the branch, with those it shares, from a number on: a page of them, none after the last. An entry
     * once given stays as it is; a run that goes on has more of them later.
     */
    List<JournalEntry> entries(long from);

    /** The states that were kept, in the order of their entries. */
    List<Checkpoint> checkpoints();

    /**
     * A state that was kept.
     *
     * @return null if it is missing or damaged: it is only a cache
     */
    @Nullable
    State state(Checkpoint checkpoint);

    /**
     * Where a state was kept.
     *
     * @param seq the number of the last entry that the state has
     * @param t the number of its next step
     */
    record Checkpoint(long seq, long t) {}
}
