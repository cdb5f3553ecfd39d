package io.flowork.lsp.format;

import io.flowork.grammar.yaml.ErrorNode;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import io.flowork.grammar.yaml.ScalarNode;
import io.flowork.grammar.yaml.SequenceNode;
import io.flowork.lsp.format.Layout.Kind;
import io.flowork.lsp.format.Layout.Level;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a text along its tree, and finds the column of each line and the blanks within lines. What has brackets stays as
 * it is, but for its distance from the left.
 */
final class BlockWalk {
    private final Gaps gaps;
    private final String text;
    private final Layout layout;
    private final Signs signs;
    private final int step;
    private final int listStep;
    private int at;
    /** Where the last thing ended. */
    private int end;
    /** The column at which that will end. */
    private int endColumn;

    /**
     * A walk that has not begun.
     *
     * @param step how far values are indented
     * @param listStep how far lists are indented below keys
     */
    BlockWalk(Gaps gaps, Layout layout, int step, int listStep) {
        this.gaps = gaps;
        this.text = gaps.source().text();
        this.layout = layout;
        this.signs = new Signs(text);
        this.step = step;
        this.listStep = listStep;
    }

    /** Goes through all of a text. */
    void walk(Node root) throws UnknownLayoutException {
        at = gaps.start(1);
        blanks();
        while (atLineStart() && text.startsWith("%", at)) {
            take(place(0, true, null), gaps.end(gaps.line(at)) - at);
            blanks();
        }
        marker("---");
        value(root, null, 0, 0);
        blanks();
        marker("...");
        if (at < text.length()) {
            throw new UnknownLayoutException();
        }
    }

    private void marker(String dashes) throws UnknownLayoutException {
        if (atLineStart() && text.startsWith(dashes, at)) {
            int line = gaps.line(at);
            take(place(0, true, null), dashes.length());
            blanks();
            if (at < text.length() && gaps.line(at) == line) {
                throw new UnknownLayoutException();
            }
        }
    }

    private boolean atLineStart() {
        return at < text.length() && at == gaps.start(gaps.line(at));
    }

    /** Goes over white space and comments. */
    private void blanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '#' && (at == 0 || signs.isBlank(at - 1) || at == gaps.start(1))) {
                int line = gaps.line(at);
                if (gaps.isFirst(at)) {
                    layout.kinds[line] = Kind.COMMENT;
                } else {
                    layout.comments[line] = at;
                    layout.contents[line] = end;
                }
                at = gaps.end(line);
            } else if (signs.isBlank(at)) {
                at++;
            } else {
                return;
            }
        }
    }

    /** Whether all lines from here to the end of a value may change. */
    private boolean isFree(Node node) {
        int line = gaps.line(at);
        return gaps.mayChange(
                line, Math.max(line, gaps.line(Math.max(at, node.range().end()))));
    }

    /**
     * Something begins here.
     *
     * @param wanted the column it should have on a line of its own
     * @param free whether it may move
     * @return the column that it will have
     */
    private int place(int wanted, boolean free, @Nullable Level level) {
        int line = gaps.line(at);
        if (gaps.isFirst(at)) {
            layout.kinds[line] = Kind.START;
            layout.columns[line] = free ? wanted : gaps.column(at);
            layout.levels[line] = level;
            return layout.columns[line];
        }
        int blanks = at - end;
        if (free && gaps.mayChange(line, line)) {
            gaps.replace(end, at, " ");
            blanks = 1;
        }
        return endColumn + blanks;
    }

    private void take(int column, int length) {
        at += length;
        end = at;
        endColumn = column + length;
    }

    private void takeWord(int column) {
        int length = 0;
        while (!signs.isBlank(at + length)) {
            length++;
        }
        take(column, length);
    }

    /**
     * A value, or nothing where it is empty.
     *
     * @param around what it is in
     * @param own the column that it should have on a line of its own
     * @param listOwn the same for a list
     */
    private void value(Node node, @Nullable Level around, int own, int listOwn) throws UnknownLayoutException {
        blanks();
        while (isMarked(node)) {
            takeWord(place(own, isFree(node), around));
            blanks();
        }
        if (at >= text.length()) {
            return;
        }
        char c = text.charAt(at);
        if (c == '*' && node.range().start() != at) {
            takeWord(place(own, gaps.mayChange(gaps.line(at), gaps.line(at)), around));
            return;
        }
        switch (node) {
            case ScalarNode scalar -> scalar(scalar, around, own);
            case MappingNode mapping -> {
                if (c == '{') {
                    whole(mapping, around, own);
                } else {
                    mapping(mapping, around, own);
                }
            }
            case SequenceNode list -> {
                if (c == '[') {
                    whole(list, around, own);
                } else {
                    list(list, around, listOwn);
                }
            }
            case ErrorNode ignored -> throw new UnknownLayoutException();
        }
    }

    /** Whether an anchor or a tag of a value is here. */
    private boolean isMarked(Node node) {
        return signs.isAt(at)
                && switch (node) {
                    case ScalarNode scalar -> at < scalar.range().start();
                    case MappingNode ignored -> signs.standAlone(at); // else they are of its first key
                    case SequenceNode list ->
                        list.range().start() <= at && at < list.range().end();
                    case ErrorNode ignored -> false;
                };
    }

    private void scalar(ScalarNode scalar, @Nullable Level around, int own) throws UnknownLayoutException {
        if (at >= scalar.range().end()) {
            return; // nothing is written
        }
        if (at < scalar.range().start()) {
            throw new UnknownLayoutException();
        }
        char c = text.charAt(at);
        if (c == '|' || c == '>') {
            int column = place(own, isFree(scalar), around);
            end = new BlockText(gaps, layout).lines(at, around, own, isFree(scalar));
            endColumn = column + gaps.end(gaps.line(at)) - at;
            at = end;
            return;
        }
        whole(scalar, around, own);
    }

    /** A value whose inside stays as it is. */
    private void whole(Node node, @Nullable Level around, int own) {
        boolean free = isFree(node);
        int first = gaps.line(at);
        int last = gaps.line(node.range().end());
        int column = place(own, free, around);
        int shift = free ? layout.columns[first] - gaps.indent(first) : 0;
        int least = around == null || !(node instanceof ScalarNode) ? 0 : around.now() + 1;
        for (int line = first + 1; line <= last; line++) {
            layout.kinds[line] = Kind.REST;
            layout.columns[line] = free ? Math.max(least, gaps.indent(line) + shift) : gaps.indent(line);
        }
        for (int line = first; line < last; line++) {
            layout.open[line] = true;
        }
        take(column, node.range().end() - at);
    }

    private void mapping(MappingNode mapping, @Nullable Level around, int own) throws UnknownLayoutException {
        boolean free = isFree(mapping);
        Level level = null;
        for (MappingNode.Entry entry : mapping.entries()) {
            blanks();
            boolean complex = at < text.length() && text.charAt(at) == '?' && signs.isBlank(at + 1);
            if (complex || at >= text.length() || (level != null && !gaps.isFirst(at))) {
                throw new UnknownLayoutException();
            }
            int was = gaps.column(at);
            int column = place(level == null ? own : level.now(), free, level);
            if (level == null) {
                level = new Level(was, column, around);
                layout.levels[gaps.line(at)] = gaps.isFirst(at) ? level : layout.levels[gaps.line(at)];
            } else {
                layout.levels[gaps.line(at)] = level;
            }
            while (signs.isAt(at)) {
                takeWord(column);
                blanks();
                column = place(column, free, level);
            }
            boolean alias = at < text.length() && text.charAt(at) == '*';
            if (alias) {
                takeWord(column);
            } else if (entry.key().range().start() == at) {
                take(column, entry.key().range().end() - at);
            } else {
                throw new UnknownLayoutException();
            }
            colon(alias);
            value(entry.value(), level, level.now() + step, level.now() + listStep);
        }
    }

    private void colon(boolean alias) throws UnknownLayoutException {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        if (at >= text.length() || text.charAt(at) != ':') {
            throw new UnknownLayoutException();
        }
        int blanks = at - end;
        String wanted = alias ? " " : ""; // else the colon belongs to the alias
        if (gaps.mayChange(gaps.line(at), gaps.line(at))) {
            gaps.replace(end, at, wanted);
            blanks = wanted.length();
        }
        take(endColumn + blanks, 1);
    }

    private void list(SequenceNode list, @Nullable Level around, int own) throws UnknownLayoutException {
        boolean free = isFree(list);
        Level level = null;
        for (Node item : list.items()) {
            blanks();
            if (at >= text.length() || text.charAt(at) != '-' || !signs.isBlank(at + 1)) {
                throw new UnknownLayoutException();
            }
            int was = gaps.column(at);
            int column = place(level == null ? own : level.now(), free, level);
            if (level == null) {
                level = new Level(was, column, around);
            }
            if (gaps.isFirst(at)) {
                layout.levels[gaps.line(at)] = level;
            }
            take(column, 1);
            value(item, level, level.now() + 2, level.now() + 2);
        }
    }
}
