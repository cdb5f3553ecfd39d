package io.flowork.runtime;

/**
 * How many runs may be at work at the same time. A run that only waits, for a timer, an event or another run, is not at
 * work once it has rested for a while.
 *
 * @param runs the most runs at work
 * @param perWorkflow the most of one workflow
 * @param perCaller the most of one caller
 * @param queue the most runs that may wait until they are allowed to start; one more is refused
 */
public record Capacity(int runs, int perWorkflow, int perCaller, int queue) {
    /** What a machine with a gigabyte to spare can hold. */
    public static final Capacity DEFAULT = new Capacity(2_000, 2_000, 2_000, 10_000);

    /** Checks the numbers. */
    public Capacity {
        if (runs < 1 || perWorkflow < 1 || perCaller < 1 || queue < 0) {
            throw new IllegalArgumentException("at least one run must be allowed to work: " + runs + ", " + perWorkflow
                    + ", " + perCaller + ", " + queue);
        }
    }
}
