package io.flowork.core.jq;

/** An evaluation is over before its end. */
final class LeaveException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaveException() {
        super(null, null, false, false);
    }
}
