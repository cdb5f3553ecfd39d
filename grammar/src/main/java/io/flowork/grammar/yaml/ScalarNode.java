package io.flowork.grammar.yaml;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;

/** A single value: a string, a number, a boolean or null. */
public final class ScalarNode implements Node {
    /** How a scalar is written. */
    public enum Style {
        /** Without quotes. */
        PLAIN,
        /** In single quotes. */
        SINGLE_QUOTED,
        /** In double quotes, with escapes. */
        DOUBLE_QUOTED,
        /** A block whose line breaks are kept, after {@code |}. */
        LITERAL,
        /** A block whose lines are joined, after {@code >}. */
        FOLDED
    }

    private final String source;
    private final Range range;
    private final Style style;
    private final String text;
    private final JsonValue json;

    ScalarNode(String source, Range range, Style style, String text, JsonValue json) {
        this.source = source;
        this.range = range;
        this.style = style;
        this.text = text;
        this.json = json;
    }

    @Override
    public Range range() {
        return range;
    }

    /** How it is written. */
    public Style style() {
        return style;
    }

    /** The text it stands for, whatever its type; quotes, escapes and folding are resolved. */
    public String text() {
        return text;
    }

    /** The value by YAML 1.2's core schema: a plain {@code true} is a boolean, a quoted one a string. */
    @Override
    public JsonValue json() {
        return json;
    }

    /** The value that the same text has without quotes. */
    public JsonValue unquoted() {
        return CoreSchema.resolve(text);
    }

    /** Whether its value is a string. */
    public boolean isString() {
        return json instanceof JsonString;
    }

    /**
     * The offset in the file of a place in {@link #text()}.
     *
     * @param offset an offset in the text, from 0 to its length
     */
    public int offsetOf(int offset) {
        return ScalarOffsets.of(source, range, style, text)[Math.clamp(offset, 0, text.length())];
    }

    /**
     * The offsets in the file of all places in {@link #text()}, for who asks about many.
     *
     * @return one more than the text has characters, ascending
     */
    public int[] offsets() {
        if (!isPlainCopy()) {
            return ScalarOffsets.of(source, range, style, text);
        }
        int start = range.start() + (style == Style.PLAIN ? 0 : 1);
        int[] offsets = new int[text.length() + 1];
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = start + i;
        }
        return offsets;
    }

    /** Where a part of {@link #text()} stands in the file. */
    public Range rangeOf(Range part) {
        int length = text.length();
        if (isPlainCopy()) {
            int start = range.start() + (style == Style.PLAIN ? 0 : 1);
            return new Range(start + Math.min(part.start(), length), start + Math.min(part.end(), length));
        }
        int[] offsets = ScalarOffsets.of(source, range, style, text);
        int start = offsets[Math.min(part.start(), length)];
        int end = part.end() > part.start() ? offsets[Math.min(part.end(), length) - 1] + 1 : start;
        return new Range(Math.min(start, range.end()), Math.clamp(end, Math.min(start, range.end()), range.end()));
    }

    /** Whether text and source agree character by character, quotes aside. */
    private boolean isPlainCopy() {
        int quotes = switch (style) {
            case PLAIN -> 0;
            case SINGLE_QUOTED, DOUBLE_QUOTED -> 2;
            case LITERAL, FOLDED -> -1;
        };
        return quotes >= 0
                && range.length() == text.length() + quotes
                && source.startsWith(text, range.start() + quotes / 2);
    }

    @Override
    public long size() {
        return 1;
    }

    @Override
    public int height() {
        return 1;
    }
}
