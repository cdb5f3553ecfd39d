package io.flowork.store;

import io.flowork.core.journal.JournalEntry;
import java.util.List;

/** Reads the entries that a branch of a run is folded from, in order. Of a damaged journal it gives all before the damage. */
public final class JournalReader {
    private static final int PAGE = 256;

    private final Store store;
    private final String run;
    private final int branch;
    private int page = PAGE;

    /** Reads a branch with the entries that it shares. */
    public JournalReader(Store store, String run, int branch) {
        this.store = store;
        this.run = run;
        this.branch = branch;
    }

    /**
     * The next entries.
     *
     * @param seq the number of the first one
     * @return some of them, or none after the last
     * @throws StoreException if the first one cannot be read
     */
    public List<JournalEntry> from(long seq) {
        return from(seq, PAGE);
    }

    /**
     * The next entries.
     *
     * @param most how many at most
     */
    List<JournalEntry> from(long seq, int most) {
        try {
            return store.line(run, branch, seq, Math.min(page, most));
        } catch (StoreException e) {
            if (page == 1 || !e.isDamage()) {
                throw e;
            }
            page = 1; // up to the damaged entry, one by one
            return from(seq, most);
        }
    }
}
