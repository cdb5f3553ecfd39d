package io.flowork.lsp.recorded;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run that was recorded.
 *
 * @param id its id
 * @param version the workflow's version that ran
 * @param outcome how it ended
 * @param created when it was created
 * @param millis how long it took, in milliseconds; null while it has not ended
 */
public record PastRun(
        String id,
        String version,
        Outcome outcome,
        Instant created,
        @Nullable Long millis) {
    /** How a run ended. */
    public enum Outcome {
        /** With an output. */
        COMPLETED,
        /** With an error. */
        FAULTED,
        /** By somebody who did not want it any more. */
        CANCELLED,
        /** Not yet. */
        UNFINISHED
    }
}
