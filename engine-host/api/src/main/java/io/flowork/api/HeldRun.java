package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * A run under control is held, or has ended.
 *
 * <p>A held run is the state after the journal's entries before {@code seq} and the steps before {@code t}; nothing of what
 * comes next has happened, so no effect of the task that was entered has begun.
 *
 * @param runId the run
 * @param kind {@code held}, or {@code ended}: it has ended, or cannot go on; it stays under control
 * @param status where it stands, of the kind {@code ended}; null if it cannot be recorded any more
 * @param seq the number that the next entry of its journal gets, of the kind {@code held}
 * @param t the number of its next step, of the kind {@code held}
 * @param step the step that it is held after: {@code entered} or {@code raised}; null if it is held for the number alone
 * @param strand the strand of that step
 * @param visit the visit of its task
 * @param reference its task
 */
public record HeldRun(
        String runId,
        String kind,
        @Nullable RunStatus status,
        @Nullable Long seq,
        @Nullable Long t,
        @Nullable String step,
        @Nullable Integer strand,
        @Nullable Long visit,
        @Nullable String reference) {
    /** The kind of a run that is held. */
    public static final String HELD = "held";

    /** The kind of a run that has ended. */
    public static final String ENDED = "ended";
}
