package io.flowork.runtime.control;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a run is to be held: at the first of these that it comes to.
 *
 * @param everywhere at every task that is entered
 * @param within at tasks that are entered on one of these strands and not deeper
 * @param tasks at tasks that are entered, by their references
 * @param errors at errors
 * @param t before the step of this number, or at once if it has been made; anywhere if null
 */
public record Points(
        boolean everywhere,
        List<Within> within,
        Set<String> tasks,
        Errors errors,
        @Nullable Long t) {
    /** Nowhere: the run goes on. */
    public static final Points NOWHERE = new Points(false, List.of(), Set.of(), Errors.NONE, null);

    /** Copies the collections. */
    public Points {
        within = List.copyOf(within);
        tasks = Set.copyOf(tasks);
    }

    /**
     * Tasks of a strand.
     *
     * @param strand the strand; 0 is the main line
     * @param depth how many tasks may be around, through all forks: 0 for the workflow alone
     */
    public record Within(int strand, int depth) {}

    /** Errors at which a run is held, where they are raised. */
    public enum Errors {
        /** None. */
        NONE,
        /** All. */
        ALL,
        /** Those that no task catches or tries again after. */
        UNCAUGHT
    }
}
