package io.flowork.grammar.text;

/**
 * A part of a text.
 *
 * @param start the offset of its first UTF-16 code unit, from 0
 * @param end the offset after its last one, at least {@code start}
 */
public record Range(int start, int end) {
    /** The empty range at the start of a text. */
    public static final Range NONE = new Range(0, 0);

    /** Checks the order. */
    public Range {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no range: " + start + ".." + end);
        }
    }

    /** Whether an offset lies in this range or directly at its end. */
    public boolean touches(int offset) {
        return offset >= start && offset <= end;
    }

    /** Whether another range has a place in common with this one, and be it an end. */
    public boolean overlaps(Range other) {
        return start <= other.end && other.start <= end;
    }

    /** The number of UTF-16 code units. */
    public int length() {
        return end - start;
    }

    /** This range moved by a distance. */
    public Range shift(int distance) {
        return new Range(start + distance, end + distance);
    }

    /** The smallest range that has both this one and another in it. */
    public Range span(Range other) {
        return new Range(Math.min(start, other.start), Math.max(end, other.end));
    }
}
