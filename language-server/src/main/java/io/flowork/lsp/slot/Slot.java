package io.flowork.lsp.slot;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a cursor stands in YAML, by the indentation of the lines above and by the brackets around it: also where the text
 * cannot be read.
 *
 * @param kind what can be written there
 * @param style how it is written there
 * @param path what it is in, outermost first
 * @param prefix what is written already, up to the cursor, without a quote
 * @param replaced what a proposal takes the place of: the key or value that the cursor is in
 * @param line the line, from 1
 * @param column the column, from 0, of what is written there
 * @param around the object that a key is written in
 * @param quote the quote that what is written starts with, {@code '} or {@code "}; a blank without one
 * @param keyed whether a colon follows: only the name of a key is written
 * @param glued whether a space is missing before: the cursor stands directly behind a colon or dash
 */
public record Slot(
        Kind kind,
        Style style,
        List<Step> path,
        String prefix,
        Range replaced,
        int line,
        int column,
        Members around,
        char quote,
        boolean keyed,
        boolean glued) {
    /** What {@link #quote} is without quotes. */
    public static final char NO_QUOTE = ' ';

    /** Copies the path. */
    public Slot {
        path = List.copyOf(path);
    }

    /** What can be written in a place. */
    public enum Kind {
        /** A key of an object, or, where nothing is written yet, an element of a list with its dash. */
        KEY,
        /** The value of a key. */
        VALUE,
        /** What comes after a dash or in square brackets: a value, or the first key of an object. */
        ITEM,
        /** A part of a text over several lines. */
        TEXT,
        /**
         * Nothing: in a comment, behind a text in quotes, before what a line has, before a value on the lines below, where
         * no level of keys is, or in an expression without quotes.
         */
        NOTHING
    }

    /** How structure is written. */
    public enum Style {
        /** By lines and indentation. */
        BLOCK,
        /** In brackets. */
        FLOW,
        /** In brackets, with keys and texts in double quotes. */
        JSON
    }

    /** A step from a value into what is in it. */
    public sealed interface Step {
        /**
         * To the value of a key.
         *
         * @param name the key
         * @param beside the object that has it
         */
        record Key(String name, Members beside) implements Step {}

        /** To an element of a list. */
        record Item() implements Step {}
    }

    /** Where a cursor stands. */
    public static Slot at(SourceText source, int offset) {
        if (FlowText.isWhole(source.text())) {
            Flow flow = Flow.at(source, offset);
            Style style = FlowText.isJson(source.text()) ? Style.JSON : Style.FLOW;
            return flow == null ? nowhere(source, offset) : flow(source, flow, offset, List.of(), style);
        }
        Slot block = block(source, offset);
        Flow flow = block.kind == Kind.TEXT ? null : Flow.at(source, offset);
        if (flow == null) {
            return block;
        }
        return flow(source, flow, offset, block(source, flow.opener).path, Style.FLOW);
    }

    private static Slot nowhere(SourceText source, int offset) {
        int line = source.position(offset).line();
        return new Slot(
                Kind.NOTHING,
                Style.JSON,
                List.of(),
                "",
                new Range(offset, offset),
                line,
                0,
                Members.NONE,
                NO_QUOTE,
                false,
                false);
    }

    private static Slot flow(SourceText source, Flow flow, int offset, List<Step> base, Style style) {
        List<Step> path = new ArrayList<>(base);
        for (Flow.Level level : flow.levels) {
            if (!level.frame().isObject()) {
                path.add(new Step.Item());
            }
            String key = level.key();
            if (key != null) {
                path.add(new Step.Key(key, level));
            }
        }
        Flow.Level inner = flow.levels.getLast();
        Kind kind = flow.closedOff
                ? Kind.NOTHING
                : inner.key() != null ? Kind.VALUE : inner.frame().isObject() ? Kind.KEY : Kind.ITEM;
        String text = source.text();
        String written = text.substring(flow.start, offset);
        Position position = source.position(flow.start);
        boolean colon = offset > 0 && text.charAt(offset - 1) == ':' && written.isEmpty() && kind == Kind.VALUE;
        return new Slot(
                kind,
                style,
                path,
                Quotes.inside(written),
                new Range(flow.start, flow.end),
                position.line(),
                position.column() - 1,
                inner,
                quote(written),
                kind == Kind.KEY && isColonAhead(text, flow.end),
                colon);
    }

    private static char quote(String written) {
        return !written.isEmpty() && Quotes.isQuote(written.charAt(0)) ? written.charAt(0) : NO_QUOTE;
    }

    private static boolean isColonAhead(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == ':';
    }

    /** Where a cursor stands outside of brackets. */
    private static Slot block(SourceText source, int offset) {
        Position position = source.position(offset);
        String text = source.line(position.line());
        int cursor = Math.min(position.column() - 1, text.length());
        int first = offset - cursor;
        Block head = Block.of(position.line(), text.substring(0, cursor));
        boolean value = head.key() != null && head.value() <= cursor;
        Lines lines = new Lines(source);
        List<Step> path = new ArrayList<>();
        if (value) {
            path.add(lines.key(String.valueOf(head.key()), head.number(), head.column()));
        }
        boolean comment = isComment(text, cursor);
        int start = Math.min(value ? head.value() : head.column(), cursor);
        String written = text.substring(start, cursor);
        boolean behind = start < cursor && Quotes.isQuote(text.charAt(start)) && Quotes.end(text, start) < cursor;
        boolean before = !value && start == cursor && isBefore(text.substring(cursor));
        boolean below = value && text.substring(head.value()).isBlank() && lines.hasBelow(head.number(), head.column());
        boolean offLevel = !value
                && written.isEmpty()
                && head.dashes().isEmpty()
                && text.substring(cursor).isBlank()
                && lines.isOffLevel(head.number(), head.column());
        boolean inText = lines.climb(head, path);
        Kind kind = inText
                ? Kind.TEXT
                : comment || behind || before || below || offLevel
                        ? Kind.NOTHING
                        : value ? Kind.VALUE : head.dashes().isEmpty() ? Kind.KEY : Kind.ITEM;
        char quote = quote(written);
        int end = value ? valueEnd(text, start, cursor) : keyEnd(text, start, cursor);
        char last = cursor == 0 ? ' ' : text.charAt(cursor - 1);
        return new Slot(
                kind,
                Style.BLOCK,
                path.reversed(),
                Quotes.inside(written),
                new Range(first + start, first + end),
                head.number(),
                head.column(),
                lines.around(head.number(), head.column()),
                quote,
                !value && isColonAhead(text, end),
                written.isEmpty()
                        && (last == ':' || (last == '-' && !head.dashes().isEmpty())));
    }

    /** Whether something stands behind a dash or blanks, which is moved when a key is written before it. */
    private static boolean isBefore(String rest) {
        String content = rest.stripLeading();
        boolean apart = content.length() < rest.length() || content.startsWith("- ") || content.equals("-");
        return apart && !content.isEmpty() && content.charAt(0) != '#';
    }

    private static boolean isComment(String text, int cursor) {
        int hash = text.lastIndexOf('#', cursor - 1);
        if (hash < 0 || (hash > 0 && text.charAt(hash - 1) != ' ')) {
            return false;
        }
        String before = text.substring(0, hash);
        return before.isBlank() || before.chars().noneMatch(c -> c == '"' || c == '\'');
    }

    private static int keyEnd(String text, int start, int cursor) {
        if (start < cursor && Quotes.isQuote(text.charAt(start))) {
            return Math.max(cursor, Quotes.end(text, start));
        }
        int end = cursor;
        while (end < text.length()
                && (Character.isLetterOrDigit(text.charAt(end)) || "_-$.".indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    /** The end of a value that the cursor is in: of its quotes, or of what is on the line but a comment. */
    private static int valueEnd(String text, int start, int cursor) {
        if (start < cursor && Quotes.isQuote(text.charAt(start))) {
            return Math.max(cursor, Quotes.end(text, start));
        }
        int comment = text.indexOf(" #", start);
        int end = comment < 0 ? text.length() : comment;
        while (end > cursor && Character.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return Math.max(cursor, end);
    }
}
