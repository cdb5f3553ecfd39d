package io.flowork.api;

import java.util.List;

/**
 * The branches of a run.
 *
 * @param runId the run
 * @param branch the number of the one the run is on
 * @param branches the branches by number, without those that were deleted
 */
public record BranchList(String runId, int branch, List<BranchInfo> branches) {
    /** Copies the list. */
    public BranchList {
        branches = branches == null ? List.of() : List.copyOf(branches);
    }
}
