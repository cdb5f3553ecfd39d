package io.flowork.grammar.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text with the name it is known by, and where its lines start. */
public final class SourceText {
    /** How many characters are between two places whose bytes are counted once and kept. */
    private static final int APART = 512;

    private final String name;
    private final String text;
    private final int[] lineStarts;
    private volatile int @Nullable [] byteMarks;

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
        return number < 1 || number > lineStarts.length ? "" : text.substring(lineStarts[number - 1], lineEnd(number));
    }

    /** The offset of the end of a line, before its line break. Lines that are not there are taken for the nearest. */
    public int lineEnd(int number) {
        int index = Math.clamp(number, 1, lineStarts.length);
        int end = index < lineStarts.length ? lineStarts[index] : text.length();
        while (end > lineStarts[index - 1] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    /**
     * How many bytes of UTF-8 a part of this text takes; half of a surrogate pair takes three, a pair belongs to where it
     * starts. A long part costs no more than a short one, except the first time.
     */
    public int bytes(Range range) {
        if (range.length() <= 2 * APART) {
            return count(range.start(), range.end());
        }
        return bytesTo(range.end()) - bytesTo(range.start());
    }

    private int bytesTo(int offset) {
        int[] marks = byteMarks;
        if (marks == null) {
            marks = new int[text.length() / APART + 1];
            for (int i = 1; i < marks.length; i++) {
                marks[i] = marks[i - 1] + count((i - 1) * APART, i * APART);
            }
            byteMarks = marks;
        }
        int mark = offset / APART;
        return marks[mark] + count(mark * APART, offset);
    }

    private int count(int from, int to) {
        int bytes = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean second = Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
            boolean first = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : second ? 0 : first ? 4 : 3;
        }
        return bytes;
    }
}
