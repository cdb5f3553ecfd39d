package io.flowork.grammar.yaml;

import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which lines are to blame when a line fits no level of the lines above it. YAML gives up at that line, but as
 * often the line is right and those above are too deep, because the key or the item they belonged to is gone.
 */
final class Misfit {
    private final SourceText source;
    private final Lines lines;
    private final int line;
    private final int column;

    private Misfit(SourceText source, Lines lines, int at) {
        this.source = source;
        this.lines = lines;
        this.line = lines.start(at);
        this.column = lines.indentation(at);
    }

    /**
     * The error when not the line at which the parser stopped is to blame, or not it alone; null if it is.
     *
     * @param at where the parser stopped
     */
    static @Nullable SyntaxError explain(SourceText source, Lines lines, int at) {
        Misfit misfit = new Misfit(source, lines, at);
        if (misfit.column < 0 || lines.indentation(at) != at - misfit.line) {
            return null;
        }
        int above = misfit.above(misfit.line);
        if (above >= 0 && lines.indentation(above) == misfit.column) {
            return misfit.isItem(misfit.line) && !misfit.isItem(above) ? misfit.listAmongKeys() : null;
        }
        return misfit.tooDeep();
    }

    /** The list's first lines are gone, such as {@code do:}. */
    private SyntaxError listAmongKeys() {
        int end = lines.end(line);
        for (int at = lines.next(line); at < lines.text().length(); at = lines.next(at)) {
            int indentation = lines.indentation(at);
            if (indentation >= 0 && (indentation < column || (indentation == column && !isItem(at)))) {
                break;
            }
            end = lines.end(at);
        }
        return new SyntaxError(
                DiagnosticCode.INDENTATION.at(
                        new Range(line + column, lines.contentEnd(line)),
                        "a list starts here among keys; the key it belongs to, such as 'do:', is missing above it"),
                line + column,
                new Range(line + column, end));
    }

    /** The lines above are too deep: they start deeper than this line, and nothing above them is on its level. */
    private @Nullable SyntaxError tooDeep() {
        int first = -1;
        int count = 0;
        int at = above(line);
        while (at >= 0 && lines.indentation(at) > column) {
            first = at;
            count++;
            at = above(at);
        }
        int shallower = lineBelow();
        if (shallower >= 0 && lines.indentation(shallower) > (at < 0 ? -1 : lines.indentation(at))) {
            SyntaxError all = new Misfit(source, lines, shallower + lines.indentation(shallower)).tooDeep();
            if (all != null) {
                return all;
            }
        }
        boolean levelExists = at >= 0 && lines.indentation(at) == column;
        if (first < 0 || levelExists || !aboveIsToBlame(first, count, at)) {
            return null;
        }
        int start = lines.contentStart(first);
        return new SyntaxError(
                DiagnosticCode.INDENTATION.at(
                        new Range(start, Math.max(start, lines.contentEnd(first))),
                        "this is indented deeper than line "
                                + source.position(line).line()
                                + " below, which should be on the same level; a line above this one is missing, or the"
                                + " indentation is wrong"),
                start,
                new Range(first, lines.end(above(line))));
    }

    private boolean aboveIsToBlame(int first, int count, int parent) {
        if (parent < 0) {
            return true;
        }
        if (isItem(line) && !isItem(first)) {
            return !isItem(parent);
        }
        int next = lines.next(line);
        boolean oddOne = next < lines.text().length() && lines.indentation(next) == lines.indentation(first);
        if (oddOne && !lines.text().substring(line, lines.contentEnd(line)).endsWith(":")) {
            return false;
        }
        int usual = usualStep(parent);
        int above = lines.indentation(parent);
        if (column - above == usual || lines.indentation(first) - above == usual) {
            return column - above == usual;
        }
        int below = 0;
        for (int at = line; at < lines.text().length(); at = lines.next(at)) {
            int indentation = lines.indentation(at);
            if (indentation >= 0 && indentation < column) {
                break;
            }
            below += indentation >= 0 ? 1 : 0;
        }
        return below > count;
    }

    /** By how much the lines under a key, or under an item's key, are mostly indented, a line itself left out. */
    private int usualStep(int except) {
        boolean item = isItem(except);
        Map<Integer, Integer> steps = new HashMap<>();
        int usual = item ? 4 : 2;
        int parent = -1;
        for (int at = 0; at < lines.text().length(); at = lines.next(at)) {
            int indentation = lines.indentation(at);
            if (indentation < 0) {
                continue;
            }
            if (parent >= 0 && isItem(parent) == item && indentation > lines.indentation(parent)) {
                int step = indentation - lines.indentation(parent);
                if (steps.merge(step, 1, Integer::sum) > steps.getOrDefault(usual, 0)) {
                    usual = step;
                }
            }
            boolean opens = lines.text().charAt(lines.contentEnd(at) - 1) == ':';
            parent = opens && at != lines.start(except) ? at : -1;
        }
        return usual;
    }

    /** The first line below that is less deep than this one; -1 if there is none. */
    private int lineBelow() {
        for (int at = lines.next(line); at < lines.text().length(); at = lines.next(at)) {
            int indentation = lines.indentation(at);
            if (indentation >= 0 && indentation < column) {
                return at;
            }
        }
        return -1;
    }

    private boolean isItem(int at) {
        int start = lines.start(at) + Math.max(0, lines.indentation(at));
        String text = lines.text();
        return start < text.length()
                && text.charAt(start) == '-'
                && (start + 1 == text.length() || Character.isWhitespace(text.charAt(start + 1)));
    }

    /** The nearest line above with something other than a comment in it; -1 if there is none. */
    private int above(int at) {
        int previous = lines.previous(at);
        while (previous >= 0 && lines.text().charAt(previous + lines.indentation(previous)) == '#') {
            previous = lines.previous(previous);
        }
        return previous;
    }
}
