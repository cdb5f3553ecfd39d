package io.flowork.store;

import java.util.Locale;

/** The status of a run, as the Open Workflow Specification names its phases. */
public enum RunStatus {
    PENDING,
    RUNNING,
    WAITING,
    SUSPENDED,
    COMPLETED,
    FAULTED,
    CANCELLED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** The name in lower case, as users see it. */
    public String text() {
        return text;
    }

    /** Whether a run of this status has ended for good. */
    public boolean ended() {
        return switch (this) {
            case PENDING, RUNNING, WAITING, SUSPENDED -> false;
            case COMPLETED, FAULTED, CANCELLED -> true;
        };
    }
}
