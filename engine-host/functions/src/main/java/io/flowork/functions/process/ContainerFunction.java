package io.flowork.functions.process;

import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonValue;

/** {@code run: container}, which this version does not carry out and says so. */
public final class ContainerFunction implements FunctionHandler {
    /** The function. */
    public ContainerFunction() {}

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(ContainerFunction.class, "container");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException {
        throw Failures.configuration("run: container is not available yet: this version of Flowork runs no containers."
                + " Use run: shell with --allow shell, for example with 'docker run'.");
    }
}
