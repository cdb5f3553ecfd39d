package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs.
 *
 * @param runs the runs, the newest first
 * @param next the cursor of the next page; null if this is the last
 */
public record RunPage(List<RunSummary> runs, @Nullable String next) {
    /** Copies the runs. */
    public RunPage {
        runs = runs == null ? List.of() : List.copyOf(runs);
    }
}
