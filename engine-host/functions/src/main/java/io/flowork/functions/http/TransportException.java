package io.flowork.functions.http;

/** Thrown when no response came; its message says why in plain words, and nothing of the request. */
public final class TransportException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String problem;

    /** Creates the exception with the problem as part of a sentence, without a full stop. */
    public TransportException(String problem) {
        super(problem);
        this.problem = problem;
    }

    /** The problem as part of a sentence, without a full stop. */
    public String problem() {
        return problem;
    }
}
