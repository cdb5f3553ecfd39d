package io.flowork.api;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a run stands, by the standard's names. */
public enum RunStatus {
    PENDING,
    RUNNING,
    WAITING,
    SUSPENDED,
    CANCELLED,
    FAULTED,
    COMPLETED;

    /** The name as it is written: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a run that stands there has ended. */
    public boolean ended() {
        return switch (this) {
            case PENDING, RUNNING, WAITING, SUSPENDED -> false;
            case CANCELLED, FAULTED, COMPLETED -> true;
        };
    }

    /** The status of a name; null if there is none. */
    public static @Nullable RunStatus of(String text) {
        for (RunStatus status : values()) {
            if (status.text().equals(text)) {
                return status;
            }
        }
        return null;
    }
}
