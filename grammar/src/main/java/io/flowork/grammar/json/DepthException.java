package io.flowork.grammar.json;

/** Thrown when a value would be nested deeper than {@link JsonValue#MAX_DEPTH}. */
public final class DepthException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public DepthException() {
        super("nested deeper than " + JsonValue.MAX_DEPTH + " levels", null, false, false);
    }

    static int below(int depth) {
        if (depth >= JsonValue.MAX_DEPTH) {
            throw new DepthException();
        }
        return depth + 1;
    }
}
