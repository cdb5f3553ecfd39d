package io.flowork.bench;

import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/** What a durable step calls: answers at once with about 200 bytes, another answer for each call. */
public final class StepFunction implements FunctionHandler {
    static final String NAME = "step:1.0.0@default";

    @Override
    public FunctionDescriptor descriptor() {
        return new FunctionDescriptor(NAME, "Answers with a small customer.", JsonObject.EMPTY, JsonObject.EMPTY);
    }

    @Override
    public JsonValue call(FunctionCall call) {
        int number = call.key().hashCode() & 0xffff;
        return new JsonObject.Builder()
                .put("id", JsonString.of(call.key()))
                .put("name", JsonString.of("customer number " + number))
                .put("email", JsonString.of("customer-" + number + "@mail.example.com"))
                .put("city", JsonString.of("Springfield"))
                .put("total", number)
                .build();
    }
}
