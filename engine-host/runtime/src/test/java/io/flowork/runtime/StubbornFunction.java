package io.flowork.runtime;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.concurrent.Semaphore;

/** A function that ignores interrupts until a test lets it go; with {@code bytes} it gives a text that long at once. */
public final class StubbornFunction implements FunctionHandler {
    static final String NAME = "stubborn:1.0.0@default";

    /** How many may go. */
    static final Semaphore OPEN = new Semaphore(0);

    @Override
    public FunctionDescriptor descriptor() {
        return new FunctionDescriptor(NAME, "Does not give up.", JsonObject.EMPTY, JsonObject.EMPTY);
    }

    @Override
    public JsonValue call(FunctionCall call) {
        if (call.arguments().get("bytes") instanceof JsonInteger bytes) {
            return JsonString.of("x".repeat((int) bytes.value()));
        }
        OPEN.acquireUninterruptibly();
        return JsonNull.NULL;
    }
}
