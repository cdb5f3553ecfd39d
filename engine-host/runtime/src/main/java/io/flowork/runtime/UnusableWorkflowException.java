package io.flowork.runtime;

/** Thrown when a workflow exists but has errors. */
public final class UnusableWorkflowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception with what is wrong, in words. */
    public UnusableWorkflowException(String message) {
        super(message);
    }
}
