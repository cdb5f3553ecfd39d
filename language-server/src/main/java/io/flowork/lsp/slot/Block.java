package io.flowork.lsp.slot;

import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of YAML in block style, as far as its structure goes: the dashes it starts with, and the key after them. It is read
 * by itself, so it can be read when the lines around it are broken.
 *
 * @param number its number, from 1
 * @param dashes the columns of its dashes, from 0
 * @param column the column of what comes after the dashes, or of its end if that is nothing
 * @param key the key, without quotes; null if there is none
 * @param value the column of what comes after the key's colon and its spaces; -1 without a key
 * @param text the line
 */
public record Block(
        int number,
        List<Integer> dashes,
        int column,
        @Nullable String key,
        int value,
        String text) {
    /** Copies the list. */
    public Block {
        dashes = List.copyOf(dashes);
    }

    /** Reads a line, whose number counts from 1. */
    public static Block of(SourceText source, int number) {
        return of(number, source.line(number));
    }

    /** Reads a line, or its part up to a cursor. */
    static Block of(int number, String text) {
        int at = spaces(text, 0);
        List<Integer> dashes = new ArrayList<>();
        while (at < text.length()
                && text.charAt(at) == '-'
                && (at + 1 == text.length() || text.charAt(at + 1) == ' ')) {
            dashes.add(at);
            at = spaces(text, at + 1);
        }
        int colon = colon(text, at);
        return colon < 0
                ? new Block(number, dashes, at, null, -1, text)
                : new Block(
                        number, dashes, at, unquoted(text.substring(at, colon).strip()), spaces(text, colon + 1), text);
    }

    private static int spaces(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at;
    }

    /** Where the colon is that ends a key; -1 if the line starts with no key. */
    private static int colon(String text, int from) {
        if (from == text.length() || "#{[|>&*!%@`".indexOf(text.charAt(from)) >= 0) {
            return -1;
        }
        char quote = text.charAt(from);
        int at = from;
        if (quote == '"' || quote == '\'') {
            at = text.indexOf(quote, from + 1) + 1;
            if (at == 0) {
                return -1;
            }
        }
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == ':' && (at + 1 == text.length() || text.charAt(at + 1) == ' ')) {
                return at;
            }
            if (c == '#' && at > from && text.charAt(at - 1) == ' ') {
                return -1;
            }
        }
        return -1;
    }

    private static String unquoted(String key) {
        boolean quoted = key.length() > 1 && (key.charAt(0) == '"' || key.charAt(0) == '\'');
        return quoted ? key.substring(1, key.length() - 1) : key;
    }

    /** Whether its key begins a text over several lines: after {@code |} or {@code >}. */
    public boolean opensText() {
        return key != null && value < text.length() && (text.charAt(value) == '|' || text.charAt(value) == '>');
    }

    /** The column of its first dash, or of what is on it. */
    public int indent() {
        return dashes.isEmpty() ? column : dashes.getFirst();
    }
}
