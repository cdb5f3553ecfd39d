package io.flowork.grammar.jq;

/**
 * A token of a jq program.
 *
 * @param kind what it is
 * @param text its name without sigil for names, formats and fields; as written for everything else
 * @param start the offset of its first character
 * @param end the offset after its last one
 */
record Token(Kind kind, String text, int start, int end) {
    /** Kinds of tokens. */
    enum Kind {
        NAME,
        KEYWORD,
        FIELD,
        BINDING,
        FORMAT,
        NUMBER,
        QUOTE,
        SYMBOL,
        END
    }

    boolean is(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isKeyword(String word) {
        return kind == Kind.KEYWORD && text.equals(word);
    }
}
