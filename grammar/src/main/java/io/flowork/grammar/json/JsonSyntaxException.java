package io.flowork.grammar.json;

/** Thrown when a text is no JSON. */
public final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * Creates the exception.
     *
     * @param problem what is wrong, in words
     * @param line the line it is on, from 1
     * @param column the column it is at, from 1
     */
    public JsonSyntaxException(String problem, int line, int column) {
        super(problem, null, false, false);
        this.line = line;
        this.column = column;
    }

    /** The line, from 1. */
    public int line() {
        return line;
    }

    /** The column, from 1. */
    public int column() {
        return column;
    }
}
