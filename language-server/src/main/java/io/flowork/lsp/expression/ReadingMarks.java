package io.flowork.lsp.expression;

import io.flowork.lsp.document.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** From where the text of a snapshot can be read on, for cursors that come later. Can be used by several threads. */
final class ReadingMarks {
    /** About this many characters are between two marks: they are read in about a tenth of a millisecond. */
    private static final int APART = 8 * 1024;

    /**
     * What is known at the start of a line. It is the same for all cursors from there on.
     *
     * @param at the start of the line
     * @param levels what is open there, outermost first; nobody changes them
     */
    record Mark(int at, List<Level> levels) {}

    /** In the order of the text; the first is its start. */
    private final List<Mark> marks = new ArrayList<>(List.of(new Mark(0, List.of())));

    private final int apart;

    /**
     * The mark at the start of a text.
     *
     * @param apart how many characters at least are between two marks
     */
    ReadingMarks(int apart) {
        this.apart = apart;
    }

    /** The marks of a text. */
    static ReadingMarks of(Snapshot snapshot) {
        return snapshot.derived(ReadingMarks.class, () -> new ReadingMarks(APART));
    }

    /** The last mark at a cursor or before it. */
    synchronized Mark before(int cursor) {
        int low = 0;
        int high = marks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (marks.get(middle).at() <= cursor) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return marks.get(low);
    }

    /** Whether a mark at a place would spare some reading. */
    synchronized boolean isWanted(int at) {
        return at - marks.getLast().at() >= apart;
    }

    /** Adds what is known at a place, if it is still wanted. */
    synchronized void add(Mark mark) {
        if (isWanted(mark.at())) {
            marks.add(mark);
        }
    }
}
