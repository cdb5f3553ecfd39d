package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a run.
 *
 * @param subscription the subscription it belongs to
 * @param kind {@code entry}: the journal has a new entry; {@code status}: the run stands elsewhere; {@code ended}: the run
 *     has ended and its journal is complete, the last event; {@code failed}: there will be no more events, for an error
 * @param entry the entry, of kind {@code entry}
 * @param run the run as it stands, of the kinds {@code status} and {@code ended}
 * @param problem why, of kind {@code failed}
 */
public record RunEvent(
        String subscription,
        String kind,
        @Nullable JournalItem entry,
        @Nullable RunSummary run,
        @Nullable Problem problem) {
    /** The kind of an event with an entry. */
    public static final String ENTRY = "entry";

    /** The kind of an event with a status. */
    public static final String STATUS = "status";

    /** The kind of the last event. */
    public static final String ENDED = "ended";

    /** The kind of the last event when there is an error. */
    public static final String FAILED = "failed";
}
