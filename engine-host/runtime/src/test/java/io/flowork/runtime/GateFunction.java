package io.flowork.runtime;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/** A function that waits until a test lets it through. */
public final class GateFunction implements FunctionHandler {
    static final String NAME = "gate:1.0.0@default";

    /** Who came to the gate, in order. */
    static final BlockingQueue<String> ARRIVED = new LinkedBlockingQueue<>();

    /** How many may go through. */
    static final Semaphore OPEN = new Semaphore(0);

    static void close() {
        ARRIVED.clear();
        OPEN.drainPermits();
    }

    @Override
    public FunctionDescriptor descriptor() {
        return new FunctionDescriptor(NAME, "Waits to be let through.", JsonObject.EMPTY, JsonObject.EMPTY);
    }

    @Override
    public JsonValue call(FunctionCall call) throws InterruptedException {
        ARRIVED.add(String.valueOf(call.arguments().get("name")));
        OPEN.acquire();
        return JsonNull.NULL;
    }
}
