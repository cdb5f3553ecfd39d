package io.flowork.lsp.lens;

import io.flowork.grammar.text.Range;

/**
 * A line above a part of a text.
 *
 * @param kind what it is
 * @param range the part
 */
public record Lens(Kind kind, Range range) {
    /** What a lens is. */
    public enum Kind {
        /** Runs the workflow. */
        RUN,
        /** Runs it and stops where its author wants. */
        DEBUG,
        /** Runs its tests. */
        TEST,
        /** How the last run went. */
        LAST,
        /** How many runs completed. */
        SHARE,
        /** How often a name is used. */
        REFERENCES
    }
}
