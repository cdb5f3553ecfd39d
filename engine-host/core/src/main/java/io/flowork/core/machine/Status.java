package io.flowork.core.machine;

import java.util.Locale;

/** Where a run stands, by the standard's names. */
public enum Status {
    PENDING,
    RUNNING,
    WAITING,
    SUSPENDED,
    CANCELLED,
    FAULTED,
    COMPLETED;

    /** Whether the run has ended. */
    public boolean ended() {
        return this == CANCELLED || this == FAULTED || this == COMPLETED;
    }

    /** The name as it is written: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
