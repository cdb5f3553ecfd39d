package io.flowork.dap.breakpoint;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqProblem;
import io.flowork.grammar.jq.ParsedFilter;

/** Why a breakpoint's condition, count or message cannot be understood. */
public final class UnusableBreakpointException extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the reason, in words for people. */
    public UnusableBreakpointException(String message) {
        super(message);
    }

    /**
     * Parses a filter.
     *
     * @param what what it is part of, for the message
     */
    static ParsedFilter parse(String what, String text) throws UnusableBreakpointException {
        ParsedFilter parsed = JqParser.parse(text);
        if (!parsed.problems().isEmpty()) {
            JqProblem first = parsed.problems().getFirst();
            throw new UnusableBreakpointException(what + " is not valid jq: " + first.message() + " (column "
                    + (first.range().start() + 1) + ")");
        }
        return parsed;
    }

    /** What is wrong. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
