package io.flowork.functions.memory;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonValue;

/**
 * A function whose answers count.
 *
 * @param handler the function
 * @param memory what they count against
 */
public record BoundedFunction(FunctionHandler handler, AnswerMemory memory) implements FunctionHandler {
    @Override
    public FunctionDescriptor descriptor() {
        return handler.descriptor();
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        return memory.during(handler, call);
    }
}
