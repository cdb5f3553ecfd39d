package io.flowork.host.recorded;

import io.flowork.core.journal.JournalEntry;
import io.flowork.lsp.recorded.PastRun;
import io.flowork.store.StoredProgram;
import java.util.List;
import java.util.Optional;

/** Where recorded runs are read from. */
interface RunSource extends AutoCloseable {
    /** The runs of a workflow, the newest first, at most so many. */
    List<PastRun> runs(String namespace, String name, int most);

    /** The program of one of these runs, if it is still there. */
    Optional<StoredProgram> program(PastRun run);

    /**
     * Entries of the journal of one of these runs, in order.
     *
     * @param from the number of the first one
     * @param most how many to give at most
     * @return none after the last
     * @throws GapException if the first one cannot be given, as it is not what was recorded
     */
    List<JournalEntry> entries(PastRun run, long from, int most) throws GapException;

    @Override
    void close();

    /** A journal cannot be read further. */
    final class GapException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GapException(RuntimeException cause) {
            super(cause.getMessage(), cause);
        }
    }
}
