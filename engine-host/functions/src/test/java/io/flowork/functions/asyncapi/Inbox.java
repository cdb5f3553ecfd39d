package io.flowork.functions.asyncapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.testkit.Calls;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A context that keeps the messages of a call.
 *
 * @param messages the messages that came and were not looked at
 * @param lastMessage the last message of the call before it was made again
 */
record Inbox(BlockingQueue<JsonObject> messages, @Nullable JsonObject lastMessage) implements FunctionCall.Context {
    Inbox() {
        this(new LinkedBlockingQueue<>(), null);
    }

    /** The next message. */
    JsonObject taken() throws InterruptedException {
        JsonObject next = messages.poll(20, TimeUnit.SECONDS);
        assertThat(next).as("a message").isNotNull();
        return next;
    }

    @Override
    public JsonValue secret(String name) throws FunctionException {
        return new Calls().secret(name);
    }

    @Override
    public @Nullable Path folder() {
        return null;
    }

    @Override
    public boolean allows(String ability) {
        return false;
    }

    @Override
    public void message(JsonObject message, Runnable settled) {
        messages.add(message);
        settled.run();
    }
}
