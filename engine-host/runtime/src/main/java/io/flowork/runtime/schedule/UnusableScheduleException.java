package io.flowork.runtime.schedule;

/** A workflow cannot be started by its schedule as that is written. */
public final class UnusableScheduleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param message why, and what to write
     */
    public UnusableScheduleException(String message) {
        super(message);
    }
}
