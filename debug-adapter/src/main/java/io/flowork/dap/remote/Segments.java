package io.flowork.dap.remote;

import io.flowork.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was read of a journal, in parts. An entry never changes, so what is here is right for ever; when there is too much, what
 * was not asked for the longest is read again. One thread uses it at a time.
 */
final class Segments {
    /** How many entries a part has; the last one that there is may have fewer. */
    static final int SIZE = 256;

    private final long mostBytes;
    private final Map<Long, List<JournalEntry>> parts = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    Segments(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** The number of the part that has an entry. */
    static long part(long seq) {
        return seq / SIZE;
    }

    /** The entries from a number on to the end of its part, as far as they are here. */
    List<JournalEntry> from(long seq) {
        List<JournalEntry> part = parts.get(part(seq));
        int offset = (int) (seq % SIZE);
        return part == null || part.size() <= offset ? List.of() : List.copyOf(part.subList(offset, part.size()));
    }

    /** Whether a part is here up to the entry before a number, or to its end. */
    boolean has(long part, long next) {
        List<JournalEntry> there = parts.get(part);
        return there != null && there.size() >= Math.min(SIZE, next - part * SIZE);
    }

    /** Keeps entries that follow each other. What does not follow what is here already is not kept. */
    void add(List<JournalEntry> entries) {
        for (JournalEntry entry : entries) {
            List<JournalEntry> part = parts.computeIfAbsent(part(entry.seq()), number -> new ArrayList<>());
            if (part.size() == entry.seq() % SIZE) {
                part.add(entry);
                bytes += weight(entry);
            } else if (part.isEmpty()) {
                parts.remove(part(entry.seq()));
            }
        }
        for (Iterator<List<JournalEntry>> oldest = parts.values().iterator();
                bytes > mostBytes && parts.size() > 1 && oldest.hasNext(); ) {
            List<JournalEntry> part = oldest.next();
            part.forEach(entry -> bytes -= weight(entry));
            oldest.remove();
        }
    }

    private static long weight(JournalEntry entry) {
        return entry.payload().weight() + 64;
    }

    void clear() {
        parts.clear();
        bytes = 0;
    }
}
