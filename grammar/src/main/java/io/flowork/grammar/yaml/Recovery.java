package io.flowork.grammar.yaml;

import io.flowork.grammar.text.Range;

/** Chooses what to leave out of a text so that the rest can be read. */
final class Recovery {
    private Recovery() {}

    /**
     * The smallest part that may be to blame: from a value, its key or its line to the end of the lines indented deeper.
     *
     * @param text the text, with parts left out before already blank
     * @param start where the broken part begins
     * @return a part with something in it, or the whole rest of the text
     */
    static Range part(String text, int start) {
        Lines lines = new Lines(text);
        int line = lines.start(start);
        boolean item = start < text.length() && text.charAt(start) == '-' && start - line == lines.indentation(start);
        int key = item ? start : lines.contentStart(start);
        int end = deeper(lines, start, key - line);
        int value = valueStart(text, key, lines.end(start));
        if (value > key && value <= start && !isBlank(text, value, end)) {
            return new Range(value, end);
        }
        if (!isBlank(text, key, end)) {
            return new Range(key, end);
        }
        int next = lines.next(start);
        if (!isBlank(text, line, next)) {
            return new Range(line, next);
        }
        for (int at = next; at < text.length(); at = lines.next(at)) {
            if (!isBlank(text, at, lines.next(at))) {
                return new Range(line, deeper(lines, at, Math.max(0, lines.indentation(at))));
            }
        }
        return new Range(0, text.length());
    }

    /** The end of the line and of the lines after it that are indented deeper than a column, or blank. */
    private static int deeper(Lines lines, int offset, int column) {
        int end = lines.end(offset);
        for (int at = lines.next(offset); at < lines.text().length(); at = lines.next(at)) {
            int indentation = lines.indentation(at);
            if (indentation >= 0 && indentation <= column) {
                break;
            }
            end = indentation < 0 ? end : lines.end(at);
            if (lines.next(at) == at) {
                break;
            }
        }
        return end;
    }

    /** Where the value starts in {@code key: value}; the key itself if the line is none. */
    private static int valueStart(String text, int key, int end) {
        int at = key;
        while (at < end && (Character.isLetterOrDigit(text.charAt(at)) || "-_.$".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        if (at == key || at + 1 >= end || text.charAt(at) != ':' || text.charAt(at + 1) != ' ') {
            return key;
        }
        at++;
        while (at < end && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    private static boolean isBlank(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!Character.isWhitespace(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
