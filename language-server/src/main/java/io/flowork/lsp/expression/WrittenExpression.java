package io.flowork.lsp.expression;

import io.flowork.grammar.jq.JqToken;
import io.flowork.grammar.jq.JqTokens;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.yaml.ScalarNode.Style;
import io.flowork.lsp.document.Snapshot;
import io.flowork.lsp.expression.Places.Place;
import io.flowork.lsp.expression.WrittenValue.Decoded;
import java.util.List;
import java.util.Optional;

/** An expression that a cursor is in, as it is written: also where it, or the text around it, cannot be read. */
public final class WrittenExpression {
    private final WrittenValue value;
    private final Decoded decoded;
    private final int begin;
    private final int end;
    private final int cursor;
    private final boolean enclosed;

    private WrittenExpression(WrittenValue value, Decoded decoded, int begin, int end, int cursor, boolean enclosed) {
        this.value = value;
        this.decoded = decoded;
        this.begin = begin;
        this.end = end;
        this.cursor = cursor;
        this.enclosed = enclosed;
    }

    /** The expression at a cursor, which may be empty. It is found in the text alone, so nothing is waited for. */
    public static Optional<WrittenExpression> at(Snapshot snapshot, int offset) {
        String source = snapshot.source().text();
        return ValueFinder.at(source, offset, ReadingMarks.of(snapshot)).flatMap(value -> in(value, source, offset));
    }

    /**
     * Where somebody has written a <code>$</code> that can become an expression.
     *
     * @param sign where the sign stands
     * @param quoted whether it stands in quotes or a block; else quotes are needed
     */
    public record Beginning(Range sign, boolean quoted) {}

    /** The beginning of an expression at a cursor: a single <code>$</code> where an expression can stand. */
    public static Optional<Beginning> beginning(Snapshot snapshot, int offset) {
        String source = snapshot.source().text();
        if (offset == 0 || source.charAt(offset - 1) != '$') {
            return Optional.empty();
        }
        return ValueFinder.at(source, offset, ReadingMarks.of(snapshot))
                .filter(value -> Places.of(value.path()) == Place.ENCLOSED)
                .filter(value -> source.substring(
                                value.content().start(), value.content().end())
                        .strip()
                        .equals("$"))
                .map(value -> new Beginning(new Range(offset - 1, offset), value.style() != Style.PLAIN));
    }

    private static Optional<WrittenExpression> in(WrittenValue written, String source, int offset) {
        Place place = Places.of(written.path());
        if (place == Place.NONE) {
            return Optional.empty();
        }
        WrittenValue value = written.upTo(offset);
        Decoded decoded = value.decoded(source);
        String text = decoded.text();
        int cursor = decoded.indexOf(offset);
        int first = 0;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        if (text.startsWith("${", first)) {
            int close = closing(text, first + 1);
            return cursor < first + 2 || cursor > close
                    ? Optional.empty()
                    : Optional.of(new WrittenExpression(value, decoded, first + 2, close, cursor, true));
        }
        return place == Place.BARE
                ? Optional.of(new WrittenExpression(value, decoded, 0, text.length(), cursor, false))
                : Optional.empty();
    }

    /** The brace that closes an expression; the text's end if none does. */
    private static int closing(String text, int open) {
        int depth = 0;
        List<JqToken> tokens = JqTokens.of(text.substring(open));
        for (JqToken token : tokens) {
            depth += token.opens() ? 1 : token.closes() ? -1 : 0;
            if (depth == 0) {
                return open + token.range().start();
            }
        }
        return text.length();
    }

    /** The program. */
    public String text() {
        return decoded.text().substring(begin, end);
    }

    /** Where the cursor is in the program. */
    public int cursor() {
        return cursor - begin;
    }

    /** Where a part of the program stands in the file. */
    public Range rangeOf(int from, int to) {
        int start = decoded.offsets()[begin + from];
        return new Range(start, Math.max(start, decoded.offsets()[begin + to]));
    }

    /** A text as it is written in the program where it stands: what its quotes need is escaped. */
    public String encoded(String text) {
        return value.encoded(text);
    }

    /** Whether nothing stands before the program that makes what follows a text, so that not every sign can begin it. */
    public boolean isPlainStart() {
        return !enclosed && value.style() == Style.PLAIN && text().isBlank();
    }

    /** Where the value begins that it is in. */
    int start() {
        return value.range().start();
    }

    /** What the value is in: keys and indices, outermost first. */
    List<WrittenValue.Step> path() {
        return value.path();
    }

    /** The whole text with an expression that can be read in the place of this one. */
    String readable(String source) {
        String program = enclosed ? "${ . }" : ".";
        boolean json = value.style() == Style.DOUBLE_QUOTED;
        String quote = json ? "\"" : "'";
        Range whole = value.range();
        return new StringBuilder(source.length() + program.length())
                .append(source, 0, whole.start())
                .append(quote)
                .append(program)
                .append(quote)
                .append(value.unclosed())
                .append(source, Math.min(whole.end(), source.length()), source.length())
                .toString();
    }
}
