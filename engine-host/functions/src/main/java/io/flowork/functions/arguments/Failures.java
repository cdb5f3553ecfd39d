package io.flowork.functions.arguments;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.spi.FunctionException;

/** Makes the failures that calls end with. */
public final class Failures {
    private Failures() {}

    /** The arguments are not what the function takes. */
    public static FunctionException validation(String detail) {
        return new FunctionException(WorkflowError.of(Kind.VALIDATION, detail));
    }

    /** The workflow or this machine is not set up for the call. */
    public static FunctionException configuration(String detail) {
        return new FunctionException(WorkflowError.of(Kind.CONFIGURATION, detail));
    }

    /** The credentials were refused. */
    public static FunctionException authentication(String detail) {
        return new FunctionException(WorkflowError.of(Kind.AUTHENTICATION, detail));
    }

    /** The call is not allowed. */
    public static FunctionException authorization(String detail) {
        return new FunctionException(WorkflowError.of(Kind.AUTHORIZATION, detail));
    }

    /** The other side could not be reached, or broke off. */
    public static FunctionException communication(String detail) {
        return new FunctionException(WorkflowError.of(Kind.COMMUNICATION, detail));
    }

    /** What was started failed. */
    public static FunctionException runtime(String detail) {
        return new FunctionException(WorkflowError.of(Kind.RUNTIME, detail));
    }
}
