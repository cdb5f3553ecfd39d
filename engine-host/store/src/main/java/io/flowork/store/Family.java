package io.flowork.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that no other run here has started, with the runs that follow from it: these are removed together.
 *
 * @param number where its root stands in the order in which runs were stored
 * @param runs the ids of the runs, the root's first
 * @param ended when the last of them ended, or null if one of them has not
 */
public record Family(
        long number, List<String> runs, @Nullable Long ended) {
    /** Copies the ids. */
    public Family {
        runs = List.copyOf(runs);
    }

    /** The id of the run that all others follow from. */
    public String root() {
        return runs.getFirst();
    }
}
