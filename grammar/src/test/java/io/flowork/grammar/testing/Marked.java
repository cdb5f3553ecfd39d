package io.flowork.grammar.testing;

import io.flowork.grammar.text.Range;

/**
 * A text with one part marked by {@code «} and {@code »}.
 *
 * @param text the text without the marks
 * @param range where the marked part stands
 */
public record Marked(String text, Range range) {
    /** Takes the marks out of a text. */
    public static Marked of(String marked) {
        int open = marked.indexOf('«');
        int close = marked.indexOf('»');
        String text = marked.substring(0, open) + marked.substring(open + 1, close) + marked.substring(close + 1);
        return new Marked(text, new Range(open, close - 1));
    }
}
