package io.flowork.runtime;

/** Thrown when a run cannot go on for a reason outside its workflow, such as a full disk. */
public final class RunFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message what happened, and what to do next
     * @param cause why
     */
    public RunFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
