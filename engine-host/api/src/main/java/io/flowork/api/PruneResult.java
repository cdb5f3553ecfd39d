package io.flowork.api;

import java.util.List;

/**
 * What was removed, or would be.
 *
 * @param dryRun whether nothing was removed
 * @param runs how many runs
 * @param bytes about how many bytes of the store they use
 * @param runIds their ids, the oldest first; of many, the first thousand
 */
public record PruneResult(boolean dryRun, long runs, long bytes, List<String> runIds) {
    /** Copies the ids. */
    public PruneResult {
        runIds = runIds == null ? List.of() : List.copyOf(runIds);
    }
}
