package io.flowork.api;

import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * A run to start.
 *
 * @param workflow what to run
 * @param input its input; an empty object if null
 * @param idempotencyKey two starts with the same key are one: the second gives the run of the first
 * @param waitMillis how long to wait for the run's end, in milliseconds, at most {@value #LONGEST_WAIT_MILLIS}; not at all
 *     if null
 * @param hold where to hold the run, which this session controls from its first step on; not at all if null, nor if the run
 *     was there already
 */
public record StartRequest(
        WorkflowRef workflow,
        @Nullable JsonValue input,
        @Nullable String idempotencyKey,
        @Nullable Long waitMillis,
        @Nullable HoldPoints hold) {
    /** The longest wait in milliseconds. */
    public static final long LONGEST_WAIT_MILLIS = 300_000;

    /** The longest idempotency key in characters. */
    public static final int LONGEST_KEY = 255;

    /** A run that nobody holds. */
    public StartRequest(
            WorkflowRef workflow,
            @Nullable JsonValue input,
            @Nullable String idempotencyKey,
            @Nullable Long waitMillis) {
        this(workflow, input, idempotencyKey, waitMillis, null);
    }
}
