package io.flowork.core.journal;

import java.util.BitSet;

/**
 * Which entries of one journal were seen to give the states that are recorded with them. A fold is the same each time, so
 * comparing them again, which takes about a third of the time of folding, would say the same. One thread uses it at a time.
 */
public final class Compared {
    private final BitSet entries = new BitSet();

    /** Nothing was compared yet. */
    public Compared() {}

    /** Whether an entry was compared. */
    boolean has(long seq) {
        return seq < Integer.MAX_VALUE && entries.get((int) seq);
    }

    /** An entry was compared, and is as it was recorded. */
    void add(long seq) {
        if (seq < Integer.MAX_VALUE) {
            entries.set((int) seq);
        }
    }
}
