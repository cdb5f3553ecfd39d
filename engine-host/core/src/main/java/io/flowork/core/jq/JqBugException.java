package io.flowork.core.jq;

import io.flowork.grammar.text.Range;

/**
 * Thrown when a builtin fails in a way that it must not: a bug of ours. No {@code try} catches it, in jq or in a workflow,
 * because a version without the bug could not replay that; it ends the run, which is recorded.
 */
public final class JqBugException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String builtin;
    private transient Range range = Range.NONE;
    private String program = "";

    JqBugException(String builtin, RuntimeException cause) {
        super(cause);
        this.builtin = builtin;
    }

    JqBugException at(Range place) {
        range = place;
        return this;
    }

    /** The same, with the text of the program for people to read. */
    public JqBugException in(String text) {
        program = text;
        return this;
    }

    /** Where in the program's text it happened. */
    public Range range() {
        return range;
    }

    /** What failed and where; no values, because they may be secret or long. */
    @Override
    public String getMessage() {
        return "the jq function `" + builtin + "`" + (program.isEmpty() ? "" : " in the expression: " + program);
    }
}
