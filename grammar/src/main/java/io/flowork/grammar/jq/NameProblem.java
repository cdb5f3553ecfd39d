package io.flowork.grammar.jq;

import io.flowork.grammar.text.Range;

/**
 * A name in a program that stands for nothing.
 *
 * @param kind what kind of name it is
 * @param range where the name stands, relative to the program's text
 * @param name the name without {@code $} and {@code @}
 * @param refusal why it cannot be used
 */
public record NameProblem(Kind kind, Range range, String name, JqNames.Refusal refusal) {

    /** Kinds of names. */
    public enum Kind {
        FUNCTION,
        VARIABLE,
        LABEL,
        FORMAT,
        /** A literal that is no string in the place of an object's key. */
        KEY
    }
}
