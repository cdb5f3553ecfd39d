package io.flowork.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A step of a run: a point at which a person can stop.
 *
 * @param t its number in the run: 0, 1, 2, …
 * @param kind what it is: {@code entered}, {@code skipped}, {@code evaluated}, {@code scheduled}, {@code turn},
 *     {@code branch}, {@code joined}, {@code consumed}, {@code waiting}, {@code completed}, {@code raised},
 *     {@code retrying}, {@code caught} or {@code cancelled}
 * @param reference the task's reference; {@code /} for the workflow
 * @param name the task's name
 * @param strand the strand it is on: 0 is the main line, others are branches of forks
 * @param time the run's time
 * @param status how the task stands after it: {@code running}, {@code waiting}, {@code completed}, {@code faulted},
 *     {@code cancelled} or {@code skipped}
 * @param note what is worth saying in a line, if anything
 */
public record StepItem(
        long t,
        String kind,
        String reference,
        String name,
        int strand,
        Instant time,
        String status,
        @Nullable String note) {}
