package io.flowork.functions.http;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonValue;

/** {@code call: http}. */
public final class HttpFunction implements FunctionHandler {
    private final HttpCaller caller;

    /** The function over a caller's connections. */
    public HttpFunction(HttpCaller caller) {
        this.caller = caller;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(HttpFunction.class, "http");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("call: http", secrets.object(call.arguments()));
        return caller.call(HttpRequestSpec.of(with).traced(call.context().traceparent()), call.key(), secrets);
    }
}
