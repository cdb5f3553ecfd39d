package io.flowork.api;

import java.util.List;

/**
 * How the calls of functions are.
 *
 * @param active how many are at work
 * @param abandoned how many were ended and go on all the same, each with its thread
 * @param slow the oldest of the calls that take long or are abandoned, at most 20
 */
public record CallHealth(long active, long abandoned, List<SlowCall> slow) {
    /** No calls. */
    public static final CallHealth NONE = new CallHealth(0, 0, List.of());

    /** Copies the list. */
    public CallHealth {
        slow = slow == null ? List.of() : List.copyOf(slow);
    }
}
