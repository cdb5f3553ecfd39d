package io.flowork.lsp.format;

import io.flowork.grammar.diagnostic.Diagnostic.Edit;
import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;

/** Changes to the white space of some lines. */
final class Gaps {
    private final SourceText source;
    private final int first;
    private final int last;
    private final int[] starts;
    private final int[] growth;
    private final List<Edit> edits = new ArrayList<>();

    /**
     * No changes.
     *
     * @param first the first line that may change, from 1
     * @param last the last one
     */
    Gaps(SourceText source, int first, int last) {
        this.source = source;
        this.first = first;
        this.last = last;
        this.growth = new int[source.lines() + 2];
        this.starts = new int[source.lines() + 2];
        for (int line = 1; line <= source.lines(); line++) {
            starts[line] = source.offset(new Position(line, 1));
        }
        starts[1] = source.text().startsWith("\uFEFF") ? 1 : 0;
        starts[source.lines() + 1] = source.text().length();
    }

    SourceText source() {
        return source;
    }

    /** Where a line starts, its byte order mark left out; the text's end for the line after the last one. */
    int start(int line) {
        return starts[line];
    }

    /** Where a line ends, before its line break. */
    int end(int line) {
        int end = starts[line + 1];
        while (end > starts[line] && isBreak(source.text().charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }

    int line(int offset) {
        return source.position(offset).line();
    }

    /** The column, from 0, of an offset. */
    int column(int offset) {
        return offset - starts[line(offset)];
    }

    /** How many spaces a line starts with. */
    int indent(int line) {
        int at = starts[line];
        int end = end(line);
        while (at < end && source.text().charAt(at) == ' ') {
            at++;
        }
        return at - starts[line];
    }

    boolean isBlank(int line) {
        return source.text().substring(starts[line], end(line)).isBlank();
    }

    /** Whether only blanks stand before an offset on its line. */
    boolean isFirst(int offset) {
        return source.text().substring(starts[line(offset)], offset).isBlank();
    }

    /** Whether all of some lines may change. */
    boolean mayChange(int from, int to) {
        return first <= from && to <= last;
    }

    /** White space within a line becomes other white space, if the line may change. */
    void replace(int start, int end, String text) {
        int line = line(start);
        boolean same = source.text().substring(start, end).equals(text);
        if (!same && mayChange(line, line)) {
            edits.add(new Edit(new Range(start, end), text));
            growth[line] += text.length() - (end - start);
        }
    }

    /** The column at which an offset will be, all changes before it in its line considered. */
    int newColumn(int offset) {
        return column(offset) + growth[line(offset)];
    }

    /** White space becomes other white space, over line breaks too, if its lines may change. */
    void replaceLines(int start, int end, String text) {
        if (!source.text().substring(start, end).equals(text) && mayChange(line(start), line(end))) {
            edits.add(new Edit(new Range(start, end), text));
        }
    }

    /** White space over line breaks goes, if its lines may change. */
    void remove(int start, int end) {
        if (end > start && mayChange(line(start), line(end - 1))) {
            edits.add(new Edit(new Range(start, end), ""));
        }
    }

    /** A line break at the text's end. */
    void breakLine() {
        int end = source.text().length();
        if (mayChange(source.lines(), source.lines())) {
            edits.add(new Edit(new Range(end, end), source.text().contains("\r\n") ? "\r\n" : "\n"));
        }
    }

    /** The changes, in the order of the text. */
    List<Edit> edits() {
        edits.sort((one, other) ->
                Integer.compare(one.range().start(), other.range().start()));
        return edits;
    }
}
