package io.flowork.lsp.document;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.List;

/**
 * In what units a client counts the characters of a line (LSP 3.17, {@code PositionEncodingKind}). Offsets here are those of
 * Java's strings: UTF-16 code units.
 */
public enum PositionEncoding {
    /** Bytes of UTF-8. */
    UTF_8("utf-8"),
    /** UTF-16 code units, what every client knows. */
    UTF_16("utf-16");

    private final String kind;

    PositionEncoding(String kind) {
        this.kind = kind;
    }

    /** The protocol's name of it. */
    public String kind() {
        return kind;
    }

    /** The first of what a client offers that is known here; UTF-16 if it offers nothing of it. */
    public static PositionEncoding of(List<String> offered) {
        for (String kind : offered) {
            for (PositionEncoding encoding : values()) {
                if (encoding.kind.equals(kind)) {
                    return encoding;
                }
            }
        }
        return UTF_16;
    }

    /**
     * The offset of a position. One behind the end of a line is the end of the line, and one within a character is where the
     * character begins.
     *
     * @param line from 0
     * @param character from 0
     */
    public int offset(SourceText source, int line, int character) {
        if (line >= source.lines()) {
            return source.text().length();
        }
        int start = source.offset(new Position(Math.max(line, 0) + 1, 1));
        String text = source.text();
        int end = source.lineEnd(Math.max(line, 0) + 1);
        if (this == UTF_16) {
            int at = Math.clamp((long) start + character, start, end);
            boolean within = at > start && at < end && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
            return within ? at - 1 : at;
        }
        int left = character;
        int at = start;
        while (at < end) {
            int point = text.codePointAt(at);
            left -= bytes(point);
            if (left < 0) {
                return at;
            }
            at += Character.charCount(point);
        }
        return at;
    }

    /** The character within its line, from 0, of an offset. */
    public int character(SourceText source, int offset) {
        int at = Math.clamp(offset, 0, source.text().length());
        int column = source.position(at).column() - 1;
        if (this == UTF_16) {
            return column;
        }
        return source.bytes(new Range(at - column, at));
    }

    /** How many units a text takes, which has no line break. */
    public int length(String text) {
        return this == UTF_16
                ? text.length()
                : text.codePoints().map(PositionEncoding::bytes).sum();
    }

    /** How many units a part of a text takes, which has no line break. */
    public int length(String text, int from, int to) {
        if (this == UTF_16) {
            return to - from;
        }
        int bytes = 0;
        for (int i = from; i < to; ) {
            int point = text.codePointAt(i);
            bytes += bytes(point);
            i += Character.charCount(point);
        }
        return bytes;
    }

    private static int bytes(int point) {
        return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
