package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;

/**
 * A token of a jq program as an editor sees it: nothing but blanks is between two of them.
 *
 * @param kind what it is
 * @param text as written
 * @param range where it stands in the program's text
 */
public record JqToken(Kind kind, String text, Range range) {
    /** What a token is. */
    public enum Kind {
        /** A function's name, a key of an object construction, {@code null}, {@code true} or {@code false}. */
        NAME,
        /** A word of the language, such as {@code if}. */
        KEYWORD,
        /** A dot with a name: {@code .name}. */
        FIELD,
        /** {@code $name}. */
        VARIABLE,
        /** {@code @name}. */
        FORMAT,
        /** A number. */
        NUMBER,
        /** The double quote at the start of a string. */
        QUOTE,
        /** What is written in a string, escapes included. */
        TEXT,
        /** The double quote at the end of a string. */
        QUOTE_END,
        /** {@code \(} in a string. */
        INSERT,
        /** The parenthesis at the end of what is inserted into a string. */
        INSERT_END,
        /** An operator, a bracket or another sign, such as {@code .} on its own. */
        SYMBOL,
        /** From {@code #} to the end of its line. */
        COMMENT,
        /** A character that jq does not have, such as a <code>$</code> without a name. */
        UNKNOWN
    }

    /** Whether it is this sign. */
    public boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    /** Whether it is this word of the language. */
    public boolean isKeyword(String word) {
        return kind == Kind.KEYWORD && text.equals(word);
    }

    /** Whether it opens something that another token closes: a bracket, or what is inserted into a string. */
    public boolean opens() {
        return kind == Kind.INSERT || is("(") || is("[") || is("{");
    }

    /** Whether it closes what another token opens. */
    public boolean closes() {
        return kind == Kind.INSERT_END || is(")") || is("]") || is("}");
    }
}
