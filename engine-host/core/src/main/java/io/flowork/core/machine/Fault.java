package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import org.jspecify.annotations.Nullable;

/** Carries an error of the workflow from where it arises to where the task fails. Never leaves the package. */
final class Fault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient WorkflowError error;
    private final transient Step.@Nullable Spot spot;

    Fault(WorkflowError error) {
        this(error, null);
    }

    /** An error for which a part of an expression is to blame. */
    Fault(WorkflowError error, Step.@Nullable Spot spot) {
        super(null, null, false, false);
        this.error = error;
        this.spot = spot;
    }

    WorkflowError error() {
        return error;
    }

    Step.@Nullable Spot spot() {
        return spot;
    }
}
