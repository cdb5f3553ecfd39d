package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;

/** Carries an error of the workflow from where it arises to where the task fails. Never leaves the package. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WorkflowError error;

    Fault(WorkflowError error) {
        super(null, null, false, false);
        this.error = error;
    }

    WorkflowError error() {
        return error;
    }
}
