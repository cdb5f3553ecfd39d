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
 * @param filter what the editor compares with what is written already
 * @param commits characters that take it when they are typed, and then stand behind it; may be empty
 * @param deprecated whether it is there for what was written long ago only
 */
public record Proposal(
        String label,
        Kind kind,
        String detail,
        String documentation,
        String insert,
        Range replaced,
        int order,
        String filter,
        String commits,
        boolean deprecated) {
    /** A proposal that is found by its label. */
    Proposal(String label, Kind kind, String detail, String documentation, String insert, Range replaced, int order) {
        this(label, kind, detail, documentation, insert, replaced, order, label, "", false);
    }

    /** The same, found by something else. */
    Proposal foundBy(String written) {
        return new Proposal(label, kind, detail, documentation, insert, replaced, order, written, commits, deprecated);
    }

    /** The same, taken by characters that are typed. */
    Proposal takenBy(String characters) {
        return new Proposal(
                label, kind, detail, documentation, insert, replaced, order, filter, characters, deprecated);
    }

    /** The same, which nobody should write any more. */
    Proposal outdated() {
        return new Proposal(label, kind, detail, documentation, insert, replaced, order, filter, commits, true);
    }

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

    /**
     * What is written, without tab stops, for editors that have none: of the choices the first, of each part to be chosen what
     * stands there at first.
     *
     * @param indentation what lines after the first begin with, besides their own indentation
     */
    public String plain(String indentation) {
        StringBuilder plain = new StringBuilder(insert.length());
        boolean stop = false;
        boolean choice = false;
        boolean skipped = false;
        for (int at = 0; at < insert.length(); at++) {
            char c = insert.charAt(at);
            if (c == '\\' && at + 1 < insert.length()) {
                at++;
                plain.append(skipped ? "" : insert.charAt(at));
            } else if (insert.startsWith("${", at)) {
                at = behindNumber(at + 2);
                stop = true;
                choice = insert.charAt(at) == '|';
                at -= insert.charAt(at) == '}' ? 1 : 0; // it closes what it opens
            } else if (stop && c == '}') {
                stop = false;
            } else if (choice && (c == ',' || c == '|')) {
                choice = c == ',';
                skipped = c == ',';
            } else if (!skipped) {
                plain.append(c).append(c == '\n' ? indentation : "");
            }
        }
        return plain.toString();
    }

    private int behindNumber(int from) {
        int at = from;
        while (Character.isDigit(insert.charAt(at))) {
            at++;
        }
        return at;
    }
}
