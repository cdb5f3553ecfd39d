package io.flowork.api;

import java.util.List;

/**
 * What came of deploying.
 *
 * @param workflow the workflow as it is deployed now
 * @param created whether that is new; false if the same text was deployed before
 * @param findings what the check found, none of them an error
 */
public record Deployment(WorkflowInfo workflow, boolean created, List<Finding> findings) {
    /** Copies the findings. */
    public Deployment {
        findings = findings == null ? List.of() : List.copyOf(findings);
    }
}
