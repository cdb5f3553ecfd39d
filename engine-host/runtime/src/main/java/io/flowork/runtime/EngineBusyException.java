package io.flowork.runtime;

import java.time.Duration;

/** Thrown when a run is refused because as many as allowed are at work or wait already. Nothing was recorded. */
public final class EngineBusyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * Creates the exception.
     *
     * @param message what there is too much of
     * @param retryAfter when trying again makes sense
     */
    public EngineBusyException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    /** When trying again makes sense. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
