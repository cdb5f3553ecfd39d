package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the events of a run: its journal's entries, first those that are there, and how it stands.
 *
 * @param subscription names the subscription within the session; the client chooses it
 * @param runId the run
 * @param branch the branch that {@code after} counts on; the one the run is on if null
 * @param after the number of the entry after which to begin; from the first entry if null
 * @param chain the {@link JournalItem#chain} of that entry, as it was seen: then it is proved that what follows goes on from
 *     there, or said that it does not; nothing is proved if null
 * @param frames how many events may be sent until {@code run/credit} gives more; any number if null
 * @param bytes how many bytes they may have together, the last one aside: {@value #EVENT_BYTES} for an event and the weight of
 *     its payload; any number if null
 */
public record SubscribeRequest(
        String subscription,
        String runId,
        @Nullable Integer branch,
        @Nullable Long after,
        @Nullable String chain,
        @Nullable Long frames,
        @Nullable Long bytes) {
    /** What an event counts besides its payload, in bytes. */
    public static final int EVENT_BYTES = 512;

    /** A subscription without proof that is given as much as it takes. */
    public SubscribeRequest(String subscription, String runId, @Nullable Integer branch, @Nullable Long after) {
        this(subscription, runId, branch, after, null, null, null);
    }
}
