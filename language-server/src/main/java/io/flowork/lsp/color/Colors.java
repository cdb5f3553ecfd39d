package io.flowork.lsp.color;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.lsp.document.PositionEncoding;
import io.flowork.lsp.document.Snapshot;
import java.util.Arrays;

/** The coloured parts of a text: in its order, each on one line, none over another. */
public final class Colors {
    private static final int EACH = 4;

    private final SourceText source;

    /** Start, end, type and modifiers of each part. */
    private int[] parts = new int[1024 * EACH];

    private int size;
    private int end;

    Colors(SourceText source) {
        this.source = source;
    }

    /** The parts of a text that lie in a range, or partly do. */
    public static Colors of(Snapshot snapshot, Range range) {
        Colors colors = new Colors(snapshot.source());
        new ColorWalk(snapshot, range, colors).walk();
        return colors;
    }

    /** All parts of a text. */
    public static Colors of(Snapshot snapshot) {
        return of(snapshot, new Range(0, snapshot.source().text().length()));
    }

    /** The number of parts. */
    public int size() {
        return size;
    }

    /** Where a part stands. */
    public Range range(int part) {
        return new Range(parts[part * EACH], parts[part * EACH + 1]);
    }

    /** What a part is. */
    @SuppressWarnings("EnumOrdinal") // they are kept as the protocol has them: numbers in the legend's order
    public TokenType type(int part) {
        return TokenType.values()[parts[part * EACH + 2]];
    }

    /** What else is to be said of a part: the bits of modifiers. */
    public int modifiers(int part) {
        return parts[part * EACH + 3];
    }

    /** Adds a part, piece by piece if it goes over several lines; what is before the last one, or empty, is left out. */
    @SuppressWarnings("EnumOrdinal") // as above
    void add(int from, int to, TokenType type, TokenModifier... modifiers) {
        int bits = 0;
        for (TokenModifier modifier : modifiers) {
            bits |= modifier.bit();
        }
        String text = source.text();
        int at = Math.max(from, end);
        while (at < to) {
            int line = at;
            while (line < to && text.charAt(line) != '\n' && text.charAt(line) != '\r') {
                line++;
            }
            int last = line;
            while (last > at && Character.isWhitespace(text.charAt(last - 1)) && line < to) {
                last--;
            }
            put(at, last, type.ordinal(), bits);
            at = line;
            while (at < to && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }
    }

    @SuppressWarnings("EnumOrdinal") // as above
    private void put(int from, int to, int type, int bits) {
        if (to <= from) {
            return;
        }
        if (type == TokenType.STRING.ordinal() && size > 0 && end == from && type(size - 1) == TokenType.STRING) {
            parts[(size - 1) * EACH + 1] = to; // quotes and what is in them are one
            end = to;
            return;
        }
        if (parts.length == size * EACH) {
            parts = Arrays.copyOf(parts, parts.length * 2);
        }
        int at = size++ * EACH;
        parts[at] = from;
        parts[at + 1] = to;
        parts[at + 2] = type;
        parts[at + 3] = bits;
        end = to;
    }

    /**
     * The parts as the protocol counts them: of each the lines since the one before, the characters since then, its length,
     * type and modifiers.
     */
    public int[] data(PositionEncoding encoding) {
        int[] data = new int[size * 5];
        int line = 1;
        int start = 0;
        int units = 0;
        int counted = 0;
        for (int part = 0; part < size; part++) {
            int from = parts[part * EACH];
            int to = parts[part * EACH + 1];
            int before = line;
            int beforeUnits = start;
            Position position = source.position(from);
            if (position.line() != line) {
                line = position.line();
                units = 0;
                counted = from - (position.column() - 1);
                beforeUnits = 0;
            }
            units += encoding.length(source.text(), counted, from);
            counted = from;
            start = units;
            int at = part * 5;
            data[at] = line - before;
            data[at + 1] = start - beforeUnits;
            data[at + 2] = encoding.length(source.text(), from, to);
            data[at + 3] = parts[part * EACH + 2];
            data[at + 4] = parts[part * EACH + 3];
        }
        return data;
    }
}
