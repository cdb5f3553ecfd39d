package io.flowork.core.jq;

/** The program cannot be followed. */
final class LostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LostException() {
        super(null, null, false, false);
    }
}
