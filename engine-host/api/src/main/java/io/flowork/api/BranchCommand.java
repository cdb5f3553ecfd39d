package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Something that is to be done to a branch.
 *
 * @param runId the run
 * @param branch the branch's number
 * @param commandId names the command among those to the run, as in {@link RunCommand}: given again it is done once
 */
public record BranchCommand(
        String runId, int branch, @Nullable String commandId) {
    /** A command that is never repeated. */
    public BranchCommand(String runId, int branch) {
        this(runId, branch, null);
    }

    /** The branch. */
    public BranchRef ref() {
        return new BranchRef(runId, branch);
    }
}
