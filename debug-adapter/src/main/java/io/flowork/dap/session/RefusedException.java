package io.flowork.dap.session;

/** Something that cannot be done, with the reason in words for the person who debugs. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Because of something. */
    public RefusedException(String message) {
        super(message, null, false, false);
    }
}
