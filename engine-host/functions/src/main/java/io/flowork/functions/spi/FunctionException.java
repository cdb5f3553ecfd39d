package io.flowork.functions.spi;

import io.flowork.core.error.WorkflowError;

/** Thrown when a call failed. */
public final class FunctionException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient WorkflowError error;

    /** Creates the exception with the error that the workflow sees. */
    public FunctionException(WorkflowError error) {
        super(error.detail());
        this.error = error;
    }

    /** The error that the workflow sees. */
    public WorkflowError error() {
        return error;
    }
}
