package io.flowork.lsp.complete;

import io.flowork.grammar.text.Range;

/**
 * Something that can be written where a cursor stands.
 *
 * @param label what a list of proposals shows
 * @param kind what it is
 * @param detail a few words beside the label; may be empty
 * @param documentation Markdown about it; may be empty
 * @param insert what is written, as a snippet with tab stops; lines after the first are indented beyond the line's own
 *     indentation
 * @param replaced what it is written in place of
 * @param order proposals of a lower order come first
 */
public record Proposal(
        String label, Kind kind, String detail, String documentation, String insert, Range replaced, int order) {

    /** What a proposal is. */
    public enum Kind {
        /** A property of the language. */
        PROPERTY,
        /** A task, with what it needs. */
        TASK,
        /** One of the values that the language knows. */
        VALUE,
        /** A word with a meaning of its own, such as {@code end}. */
        KEYWORD,
        /** The name of something in the workflow. */
        REFERENCE,
        /** A function. */
        FUNCTION,
        /** A variable of an expression. */
        VARIABLE,
        /** A field of data. */
        FIELD
    }

    /** A text as a snippet that stands for itself. */
    public static String literal(String text) {
        StringBuilder snippet = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '$' || c == '}' || c == '\\') {
                snippet.append('\\');
            }
            snippet.append(c);
        }
        return snippet.toString();
    }
}
