package io.flowork.lsp.complete;

import io.flowork.lsp.expression.WrittenExpression;

/** Makes the snippet of a proposal in an expression: what the value's quotes need is escaped, tab stops are not. */
final class Insertion {
    private final WrittenExpression written;
    private final StringBuilder snippet = new StringBuilder();
    private int stops;

    Insertion(WrittenExpression written) {
        this.written = written;
    }

    /** Adds what stands for itself. */
    Insertion text(String text) {
        snippet.append(Proposal.literal(written.encoded(text)));
        return this;
    }

    /**
     * Adds a tab stop.
     *
     * @param text what stands there at first
     */
    Insertion stop(String text) {
        String inside = Proposal.literal(written.encoded(text));
        snippet.append("${")
                .append(++stops)
                .append(inside.isEmpty() ? "" : ":" + inside)
                .append('}');
        return this;
    }

    /**
     * Adds a pattern, in which {@code ‹name›} is a tab stop.
     */
    Insertion pattern(String pattern) {
        for (String part : pattern.split("(?=‹)|(?<=›)", -1)) {
            if (part.startsWith("‹")) {
                stop(part.substring(1, part.length() - 1));
            } else {
                text(part);
            }
        }
        return this;
    }

    /** Whether there is something to choose or to fill in. */
    boolean hasStops() {
        return stops > 0;
    }

    @Override
    public String toString() {
        return snippet.toString();
    }
}
