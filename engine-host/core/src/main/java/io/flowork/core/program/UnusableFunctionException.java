package io.flowork.core.program;

/** Thrown when a file has no function in it that could be called. */
public final class UnusableFunctionException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableFunctionException(String message) {
        super(message);
    }

    /** Why, in plain words; where that helps with its line. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
