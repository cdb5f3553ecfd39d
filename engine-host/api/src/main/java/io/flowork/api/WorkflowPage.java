package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of workflows.
 *
 * @param workflows the workflows
 * @param next the cursor of the next page; null if this is the last
 */
public record WorkflowPage(
        List<WorkflowInfo> workflows, @Nullable String next) {
    /** Copies the workflows. */
    public WorkflowPage {
        workflows = workflows == null ? List.of() : List.copyOf(workflows);
    }
}
