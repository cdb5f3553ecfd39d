package io.flowork.grammar.text;

import java.util.Arrays;

/** A text with the name it is known by, and where its lines start. */
public final class SourceText {
    private final String name;
    private final String text;
    private final int[] lineStarts;

    private SourceText(String name, String text) {
        this.name = name;
        this.text = text;
        int[] starts = new int[16];
        int lines = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                if (lines == starts.length) {
                    starts = Arrays.copyOf(starts, lines * 2);
                }
                starts[lines++] = i + 1;
            }
        }
        this.lineStarts = Arrays.copyOf(starts, lines);
    }

    /**
     * A text.
     *
     * @param name what messages call it, such as a file name
     * @param text its content; lines end with LF, CR LF or CR
     */
    public static SourceText of(String name, String text) {
        return new SourceText(name, text);
    }

    /** What messages call this text. */
    public String name() {
        return name;
    }

    /** The content. */
    public String text() {
        return text;
    }

    /** The content of a part of this text. */
    public String text(Range range) {
        return text.substring(range.start(), range.end());
    }

    /** The number of lines, at least 1. */
    public int lines() {
        return lineStarts.length;
    }

    /** The line and column of an offset, which is limited to the text. */
    public Position position(int offset) {
        int at = Math.clamp(offset, 0, text.length());
        int line = Arrays.binarySearch(lineStarts, at);
        int index = line >= 0 ? line : -line - 2;
        return new Position(index + 1, at - lineStarts[index] + 1);
    }

    /** The offset of a line and column, limited to the text. */
    public int offset(Position position) {
        int index = Math.clamp(position.line() - 1, 0, lineStarts.length - 1);
        return Math.clamp((long) lineStarts[index] + position.column() - 1, 0, text.length());
    }

    /** A line without its line break; empty when there is no such line. */
    public String line(int number) {
        if (number < 1 || number > lineStarts.length) {
            return "";
        }
        int end = number < lineStarts.length ? lineStarts[number] : text.length();
        while (end > lineStarts[number - 1] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(lineStarts[number - 1], end);
    }
}
