package io.flowork.host.exit;

/** The exit codes of the {@code flowork} command. They never change their meaning. */
public enum ExitCode {
    /** It did what was asked. */
    OK(0),
    /** The workflow faulted or was cancelled, the check found errors, or a replay differs. */
    FAILED(1),
    /** Wrong usage, or a file that cannot be read. */
    USAGE(2),
    /** No such run, store or workflow. */
    NOT_FOUND(3),
    /** Not allowed. */
    DENIED(4),
    /** The engine or its store is broken. */
    BROKEN(5),
    /** Stopped by Ctrl-C. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that the process ends with. */
    public int code() {
        return code;
    }
}
