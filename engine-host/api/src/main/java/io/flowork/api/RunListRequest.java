package io.flowork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list.
 *
 * @param statuses where they stand; anywhere if empty
 * @param namespace their workflow's namespace; any if null
 * @param name their workflow's name; any if null
 * @param parent the run that started them; any if null
 * @param fingerprint what the errors that ended them have in common: {@link RunSummary#fingerprint}; anything if null
 * @param text what their id begins with, or their workflow's name or error contains; anything if null
 * @param since when the oldest was created; any time if null
 * @param until when the newest was created; any time if null
 * @param cursor {@link RunPage#next} of the page before; the first page if null
 * @param limit the most to list, from 1 to 1000; 100 if null
 */
public record RunListRequest(
        List<RunStatus> statuses,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String parent,
        @Nullable String fingerprint,
        @Nullable String text,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String cursor,
        @Nullable Integer limit) {
    /** Copies the statuses. */
    public RunListRequest {
        statuses = statuses == null ? List.of() : List.copyOf(statuses);
    }

    /** Runs by where they stand and what started them. */
    public RunListRequest(
            List<RunStatus> statuses,
            @Nullable String namespace,
            @Nullable String name,
            @Nullable String parent,
            @Nullable String cursor,
            @Nullable Integer limit) {
        this(statuses, namespace, name, parent, null, null, null, null, cursor, limit);
    }
}
