package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is to be held: at the first of these that it comes to. With none of them it goes on.
 *
 * @param everywhere at every task that is entered
 * @param within at tasks that are entered on one of these strands and not deeper
 * @param tasks at tasks that are entered, by their references
 * @param errors at errors where they are raised: {@code all}, or {@code uncaught} for those that no task catches or tries
 *     again after; at none if null
 * @param t before the step of this number, or at once if it has been made; anywhere if null
 */
public record HoldPoints(
        boolean everywhere,
        List<Within> within,
        List<String> tasks,
        @Nullable String errors,
        @Nullable Long t) {
    /** All errors. */
    public static final String ALL = "all";

    /** Errors that no task catches or tries again after. */
    public static final String UNCAUGHT = "uncaught";

    /** Nowhere: the run goes on. */
    public static final HoldPoints NOWHERE = new HoldPoints(false, List.of(), List.of(), null, null);

    /** Every task that is entered. */
    public static final HoldPoints EVERYWHERE = new HoldPoints(true, List.of(), List.of(), null, null);

    /** Copies the lists. */
    public HoldPoints {
        within = within == null ? List.of() : List.copyOf(within);
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /**
     * Tasks of a strand.
     *
     * @param strand the strand; 0 is the main line
     * @param depth how many tasks may be around, through all forks: 0 for the workflow alone
     */
    public record Within(int strand, int depth) {}
}
