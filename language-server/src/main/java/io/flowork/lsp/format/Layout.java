package io.flowork.lsp.format;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of each line: what it begins with, and the column where that should be. */
final class Layout {
    /** What a line begins with. */
    enum Kind {
        /** Nothing. */
        BLANK,
        /** A key, a dash, or a value on a line of its own. */
        START,
        /** The rest of a value that began on a line before. */
        REST,
        /** A part of a block of text, of which every blank counts. */
        TEXT,
        /** A comment. */
        COMMENT
    }

    /**
     * A list or object.
     *
     * @param was the column where it begins
     * @param now the column where it should
     * @param outer what it is in
     */
    record Level(int was, int now, @Nullable Level outer) {}

    final Kind[] kinds;
    /** The columns where lines should begin. */
    final int[] columns;
    /** The innermost list or object that a line which starts something belongs to. */
    final @Nullable Level[] levels;
    /** Where the comment behind a line's content begins; 0 if there is none. */
    final int[] comments;
    /** Where the content before that comment ends. */
    final int[] contents;
    /** Whether blanks at a line's end are part of a value. */
    final boolean[] open;

    Layout(int lines) {
        kinds = new Kind[lines + 2];
        Arrays.fill(kinds, Kind.BLANK);
        columns = new int[lines + 2];
        levels = new Level[lines + 2];
        comments = new int[lines + 2];
        contents = new int[lines + 2];
        open = new boolean[lines + 2];
    }
}
