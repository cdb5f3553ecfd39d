package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

/** A function that says when it is called: the same key gives the same answer. With {@code fail: true} it fails. */
public final class StepFunction implements FunctionHandler {
    static final String NAME = "step:1.0.0@default";

    /** The keys of the calls made in this process. */
    static final Queue<String> CALLS = new ConcurrentLinkedQueue<>();

    /** Where calls are written to before they do anything, a line each; nowhere if that is empty. */
    static final AtomicReference<String> LOG = new AtomicReference<>("");

    @Override
    public FunctionDescriptor descriptor() {
        return new FunctionDescriptor(NAME, "Notes that it was called.", JsonObject.EMPTY, JsonObject.EMPTY);
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException {
        CALLS.add(call.key());
        String log = LOG.get();
        if (!log.isEmpty()) {
            try {
                Files.writeString(
                        Path.of(log), call.key() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new FunctionException(WorkflowError.of(Kind.RUNTIME, String.valueOf(e.getMessage())));
            }
        }
        if (JsonBoolean.TRUE.equals(call.arguments().get("fail"))) {
            throw new FunctionException(WorkflowError.of(Kind.COMMUNICATION, "as it was told"));
        }
        return JsonObject.of("key", JsonString.of(call.key()));
    }
}
