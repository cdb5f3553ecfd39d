package io.flowork.grammar.yaml;

import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode.Style;

/** Where each character of a scalar's text stands in the source. */
final class ScalarOffsets {
    private ScalarOffsets() {}

    /**
     * The offset in the source of every character of a scalar's text, and of its end.
     *
     * @return {@code text.length() + 1} offsets, ascending
     */
    static int[] of(String source, Range range, Style style, String text) {
        int[] offsets = new int[text.length() + 1];
        switch (style) {
            case PLAIN -> flow(source, range.start(), range.end(), style, text, offsets);
            case SINGLE_QUOTED, DOUBLE_QUOTED -> flow(source, range.start() + 1, range.end() - 1, style, text, offsets);
            case LITERAL, FOLDED -> block(source, range, text, offsets);
        }
        return offsets;
    }

    /** Walks a flow scalar: escapes are units; a run of blanks with a line break in it is one unit. */
    private static void flow(String source, int from, int end, Style style, String text, int[] offsets) {
        int at = from;
        int i = 0;
        while (at < end && i < text.length()) {
            char c = source.charAt(at);
            if (c == '\\' && style == Style.DOUBLE_QUOTED) {
                int length = escapeLength(source, at, end);
                if (isBreak(source.charAt(Math.min(at + 1, end - 1)))) {
                    at = skipBlank(source, at + 1, end);
                    continue;
                }
                offsets[i++] = at;
                if (length > 6 && i < text.length() && Character.isLowSurrogate(text.charAt(i))) {
                    offsets[i++] = at;
                }
                at += length;
            } else if (isBlank(c)) {
                int next = skipBlank(source, at, end);
                boolean folded = hasBreak(source, at, next);
                while (i < text.length() && at < next && isBlank(text.charAt(i))) {
                    offsets[i++] = at;
                    at = folded ? Math.min(at + 1, next - 1) : at + 1;
                    if (folded && (i == text.length() || text.charAt(i) != '\n')) {
                        break;
                    }
                }
                at = next;
            } else {
                offsets[i++] = at;
                at += c == '\'' && style == Style.SINGLE_QUOTED ? 2 : 1;
            }
        }
        fill(offsets, i, Math.min(at, end));
    }

    private static int escapeLength(String source, int at, int end) {
        char kind = at + 1 < end ? source.charAt(at + 1) : ' ';
        int length = switch (kind) {
            case 'x' -> 4;
            case 'u' -> 6;
            case 'U' -> 10;
            default -> 2;
        };
        return Math.min(length, end - at);
    }

    /** Walks a block scalar: its characters other than blanks are those of the source, in order. */
    private static void block(String source, Range range, String text, int[] offsets) {
        int at = range.start();
        while (at < range.end() && !isBreak(source.charAt(at))) {
            at++;
        }
        int i = 0;
        int previous = at;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (isBlank(c)) {
                offsets[i++] = Math.min(previous + 1, range.end());
                previous++;
                continue;
            }
            while (at < range.end() && source.charAt(at) != c) {
                at++;
            }
            offsets[i++] = Math.min(at, range.end());
            previous = at;
            at = Math.min(at + 1, range.end());
            alignBlanksBefore(text, offsets, i - 1);
        }
        fill(offsets, i, Math.min(Math.max(previous + 1, range.start()), range.end()));
    }

    /** Gives the blanks before a character of the same line the places directly before it. */
    private static void alignBlanksBefore(String text, int[] offsets, int index) {
        for (int i = index - 1; i >= 0 && text.charAt(i) == ' ' && offsets[i] < offsets[i + 1] - 1; i--) {
            offsets[i] = offsets[i + 1] - 1;
        }
        for (int i = index - 1; i >= 0 && offsets[i] > offsets[i + 1]; i--) {
            offsets[i] = offsets[i + 1];
        }
    }

    private static void fill(int[] offsets, int from, int offset) {
        for (int i = from; i < offsets.length; i++) {
            offsets[i] = offset;
        }
    }

    private static int skipBlank(String source, int from, int end) {
        int at = from;
        while (at < end && isBlank(source.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean hasBreak(String source, int from, int end) {
        for (int i = from; i < end; i++) {
            if (isBreak(source.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || isBreak(c);
    }

    private static boolean isBreak(char c) {
        return c == '\n' || c == '\r';
    }
}
