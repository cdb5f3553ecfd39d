package io.flowork.lsp.slot;

import io.flowork.grammar.text.Position;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a cursor stands in YAML of block style, by the indentation of the lines above: also where the text cannot be read.
 *
 * @param kind what can be written there
 * @param path what it is in, outermost first
 * @param prefix what is written already, up to the cursor
 * @param replaced what a proposal takes the place of: the word that the cursor is in
 * @param line the line, from 1
 * @param column the column, from 0, of what is written there
 */
public record Slot(Kind kind, List<Step> path, String prefix, Range replaced, int line, int column) {
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
        /** What comes after a dash: a value, or the first key of an object. */
        ITEM,
        /** A part of a text over several lines. */
        TEXT
    }

    /** A step from a value into what is in it. */
    public sealed interface Step {
        /**
         * To the value of a key.
         *
         * @param name the key
         * @param line its line, from 1
         * @param column its column, from 0
         */
        record Key(String name, int line, int column) implements Step {}

        /** To an element of a list. */
        record Item() implements Step {}
    }

    /** Where a cursor stands. */
    public static Slot at(SourceText source, int offset) {
        Position position = source.position(offset);
        String text = source.line(position.line());
        int cursor = Math.min(position.column() - 1, text.length());
        Block head = Block.of(position.line(), text.substring(0, cursor));
        boolean value = head.key() != null && head.value() <= cursor && cursor > 0 && text.charAt(cursor - 1) != ':';
        List<Step> path = new ArrayList<>();
        if (value) {
            path.add(new Step.Key(String.valueOf(head.key()), head.number(), head.column()));
        }
        boolean inText = new Lines(source).climb(head, path);
        Kind kind = inText ? Kind.TEXT : value ? Kind.VALUE : head.dashes().isEmpty() ? Kind.KEY : Kind.ITEM;
        int start = Math.min(value ? head.value() : head.column(), cursor);
        int end = cursor;
        while (end < text.length() && isWord(text.charAt(end))) {
            end++;
        }
        int first = offset - cursor;
        return new Slot(
                kind,
                path.reversed(),
                text.substring(start, cursor),
                new Range(first + start, first + end),
                head.number(),
                head.column());
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || "_-$./:@".indexOf(c) >= 0;
    }
}
