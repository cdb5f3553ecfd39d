package io.flowork.runtime;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What calls of functions may do. None of it is recorded: what comes of it is, as an input of the run.
 *
 * @param timeout how long a call may take when its workflow sets no timeout; null for as long as it likes. A call that
 *     consumes messages may go on
 * @param grace how long a call that was interrupted may take to come to its end before its thread counts as abandoned
 * @param abandoned how many abandoned threads of one function shut it until some of them come back
 * @param slow from which age an operator is told of a call
 */
public record CallLimits(@Nullable Duration timeout, Duration grace, int abandoned, Duration slow) {
    /** No timeout, 5 seconds, 100 threads, 10 minutes. */
    public static final CallLimits DEFAULT = new CallLimits(null, Duration.ofSeconds(5), 100, Duration.ofMinutes(10));

    /** Wants positive values. */
    public CallLimits {
        if ((timeout != null && !timeout.isPositive()) || grace.isNegative() || abandoned < 1 || slow.isNegative()) {
            throw new IllegalArgumentException("limits of calls are positive");
        }
    }
}
