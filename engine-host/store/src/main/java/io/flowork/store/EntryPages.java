package io.flowork.store;

import io.flowork.core.journal.JournalEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries that whoever goes to and fro in a run has read last: reading one means checking its hashes and decoding it, which
 * takes longer than folding it. Entries never change. One thread uses it at a time.
 */
final class EntryPages {
    /** How many entries are read at once at most; few, since a step folds few. */
    private static final int PAGE = 64;

    private static final int MOST_PAGES = 64;

    /** Pages with more in them are not kept. */
    private static final long MOST_WEIGHT = 256L << 10;

    private final JournalReader reader;
    private final Map<Long, List<JournalEntry>> pages = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, List<JournalEntry>> eldest) {
            return size() > MOST_PAGES;
        }
    };

    EntryPages(JournalReader reader) {
        this.reader = reader;
    }

    /** Some entries from a number on; none after the last. */
    List<JournalEntry> from(long seq) {
        long page = seq / PAGE;
        List<JournalEntry> known = pages.get(page);
        if (known != null && known.getFirst().seq() <= seq) {
            return known.subList((int) (seq - known.getFirst().seq()), known.size());
        }
        List<JournalEntry> read = reader.from(seq, (int) (PAGE - seq % PAGE));
        boolean isWhole = !read.isEmpty() && read.getLast().seq() == (page + 1) * PAGE - 1;
        if (isWhole
                && read.stream().mapToLong(entry -> entry.payload().weight()).sum() <= MOST_WEIGHT) {
            pages.put(page, read);
        }
        return read;
    }
}
