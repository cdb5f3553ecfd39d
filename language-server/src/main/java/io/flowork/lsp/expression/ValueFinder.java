package io.flowork.lsp.expression;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode.Style;
import io.flowork.lsp.expression.WrittenValue.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the value that a cursor is in, by reading YAML from the start of the text up to it, once and without a tree. What is
 * broken before the cursor costs as little as can be: indentation ends quotes and brackets that nobody has closed. What was
 * read before other cursors of the same text is not read again: see {@link ReadingMarks}.
 */
final class ValueFinder {
    private final String text;
    private final int cursor;
    private final Scalars scalars;
    private final List<Level> levels = new ArrayList<>();
    private int at;
    private boolean done;
    private @Nullable WrittenValue found;

    private ValueFinder(String text, int cursor) {
        this.text = text;
        this.cursor = cursor;
        this.scalars = new Scalars(text);
    }

    /** The value at a cursor, which may be empty; nothing on keys, in comments and between values. */
    static Optional<WrittenValue> at(String text, int cursor, ReadingMarks marks) {
        ValueFinder finder = new ValueFinder(text, cursor);
        ReadingMarks.Mark mark = marks.before(cursor);
        finder.at = mark.at();
        mark.levels().forEach(level -> finder.levels.add(level.copy()));
        while (!finder.done && finder.at <= cursor && finder.at < text.length()) {
            if (marks.isWanted(finder.at) && !finder.isBlankLine()) {
                marks.add(new ReadingMarks.Mark(
                        finder.at, finder.levels.stream().map(Level::copy).toList()));
            }
            finder.line();
        }
        return Optional.ofNullable(finder.found);
    }

    /** Whether a line has no text: it may be in the block before it, if the cursor is on it. */
    private boolean isBlankLine() {
        int first = scalars.blanks(at);
        return first == text.length() || Scalars.isBreak(text.charAt(first));
    }

    private @Nullable Level top() {
        return levels.isEmpty() ? null : levels.getLast();
    }

    // --- block style ---

    private void line() {
        int start = at;
        int end = scalars.lineEnd(start);
        int first = scalars.blanks(start);
        if (first == end || text.charAt(first) == '#' || isMarker(start)) {
            if (text.startsWith("---", start)) {
                levels.clear();
            }
            done = cursor <= end;
            at = scalars.nextLine(end);
            return;
        }
        at = first;
        boolean dash = isDash(at);
        Level level = top();
        while (level != null && (level.column > at - start || (level.list && level.column == at - start && !dash))) {
            levels.removeLast();
            level = top();
        }
        int before = at - 1;
        while (isDash(at)) {
            before = at;
            dash(at - start);
            at = scalars.blanks(at + 1);
        }
        int column = at - start;
        int colon = scalars.colon(at);
        if (colon < 0) {
            at = before + 1;
            level = top();
            value(level == null ? -1 : level.column, before);
        } else if (cursor <= colon) {
            done = true;
        } else {
            level = top();
            if (level == null || level.list || level.column != column) {
                level = new Level(false, false, column);
                levels.add(level);
            }
            level.addKey(new Range(at, scalars.trimmed(at, colon)));
            at = colon + 1;
            value(column, colon);
        }
        at = scalars.nextLine(scalars.lineEnd(Math.min(at, text.length())));
    }

    private boolean isMarker(int start) {
        return text.startsWith("---", start)
                || text.startsWith("...", start)
                || text.startsWith("<<<<<<<", start)
                || text.startsWith("=======", start)
                || text.startsWith(">>>>>>>", start);
    }

    private boolean isDash(int offset) {
        return offset < text.length()
                && text.charAt(offset) == '-'
                && (offset + 1 == text.length() || Character.isWhitespace(text.charAt(offset + 1)));
    }

    private void dash(int column) {
        Level level = top();
        if (level != null && level.list && level.column == column) {
            level.index++;
        } else {
            levels.add(new Level(true, false, column));
        }
    }

    /**
     * A value in block style.
     *
     * @param outer the column of what it is in; all its lines are to the right of that
     * @param before where the colon or dash is before it
     */
    private void value(int outer, int before) {
        int blank = at;
        at = scalars.properties(scalars.blanks(at));
        if (at == text.length() || Scalars.isBreak(text.charAt(at)) || scalars.isComment(at)) {
            if (cursor > before + 1 && cursor >= blank && cursor <= at) {
                find(new Scalars.Scalar(Style.PLAIN, cursor, cursor, cursor, cursor, 0, true), outer);
            }
            done = done || cursor <= scalars.lineEnd(at);
            return;
        }
        if (cursor < at) {
            done = true;
            return;
        }
        char c = text.charAt(at);
        if (c == '{' || c == '[') {
            flow(outer);
        } else if (c != '*') {
            scalar(c == '|' || c == '>' ? scalars.block(at, outer, cursor) : scalars.flow(at, outer, false), outer);
        }
    }

    private void scalar(Scalars.Scalar scalar, int outer) {
        if (scalar.has(cursor, text)) {
            find(scalar, outer);
        }
        at = Math.max(at + 1, scalar.end());
    }

    // --- in brackets ---

    private void flow(int outer) {
        int base = levels.size();
        Range last = Range.NONE;
        do {
            char c = text.charAt(at);
            Level level = levels.size() > base ? levels.getLast() : null;
            if (level != null && at >= cursor && (at > cursor || ",}]\r\n".indexOf(c) >= 0)) {
                empty(level, outer);
                return;
            }
            switch (c) {
                case '{', '[' -> {
                    levels.add(new Level(c == '[', true, outer));
                    at++;
                }
                case '}', ']' -> {
                    levels.removeLast();
                    if (levels.size() > base) {
                        levels.getLast().valued = false;
                    }
                    at++;
                }
                case ',' -> {
                    if (level != null) {
                        level.index++;
                        level.valued = level.list;
                    }
                    at++;
                }
                case ':' -> {
                    if (level != null && !level.list) {
                        level.addKey(last);
                        level.valued = true;
                    }
                    at++;
                }
                case ' ', '\t' -> at++;
                case '\r', '\n' -> {
                    at = scalars.nextLine(at);
                    if (scalars.endsBrackets(at, outer)) {
                        done = done || cursor < at;
                        while (levels.size() > base) {
                            levels.removeLast();
                        }
                        at--; // the next line is read as one
                        return;
                    }
                }
                default -> last = flowScalar(level, outer);
            }
        } while (!done && levels.size() > base && at < text.length());
        if (!done && at == text.length() && cursor == at && levels.size() > base) {
            empty(levels.getLast(), outer);
        }
    }

    private Range flowScalar(@Nullable Level level, int outer) {
        if (scalars.isComment(at)) {
            int end = scalars.lineEnd(at);
            done = done || cursor <= end;
            at = end;
            return Range.NONE;
        }
        int start = scalars.properties(at);
        if (start > at) {
            at = start;
            return Range.NONE;
        }
        Scalars.Scalar scalar = scalars.flow(at, outer, true);
        boolean value = level != null && level.valued;
        if (scalar.has(cursor, text)) {
            if (value) {
                find(scalar, outer);
            }
            done = true;
        }
        if (level != null && level.valued) {
            level.valued = false;
        }
        at = Math.max(at + 1, scalar.end());
        return new Range(scalar.start(), Math.max(scalar.start(), scalar.end()));
    }

    /** The cursor is where nothing is written: a value is expected there, or it is not. */
    private void empty(Level level, int outer) {
        if (level.valued && at == cursor && cursor > 0 && " \t[:,".indexOf(text.charAt(cursor - 1)) >= 0) {
            find(new Scalars.Scalar(Style.PLAIN, cursor, cursor, cursor, cursor, 0, true), outer);
        }
        done = true;
    }

    // --- what was found ---

    private void find(Scalars.Scalar scalar, int outer) {
        List<Step> path = new ArrayList<>(levels.size());
        StringBuilder closing = new StringBuilder();
        boolean open = scalars.isRestOpen(scalar, outer);
        for (Level level : levels) {
            List<String> keys = level.keys(text);
            path.add(new Step(level.list ? null : keys.isEmpty() ? "" : keys.getLast(), level.index, keys));
            if (level.flow && open) {
                closing.insert(0, level.list ? ']' : '}');
            }
        }
        found = new WrittenValue(
                path,
                scalar.style(),
                new Range(scalar.start(), scalar.end()),
                new Range(scalar.from(), Math.max(scalar.from(), scalar.to())),
                scalar.margin(),
                closing.toString());
        done = true;
    }
}
