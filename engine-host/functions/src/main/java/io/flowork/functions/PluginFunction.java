package io.flowork.functions;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.schema.Schemas;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.plugin.Plugins.Provided;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function of a plug-in. What goes in and what comes out is held against the function's schemas, so that what was checked
 * before a run holds in the run; secrets are resolved before the call and masked after it, so that a plug-in need not know
 * of them.
 */
final class PluginFunction implements FunctionHandler {
    private final FunctionHandler handler;
    private final FunctionDescriptor descriptor;
    private final ClassLoader loader;

    PluginFunction(Provided<FunctionHandler> provided) {
        this.handler = provided.service();
        this.descriptor = handler.descriptor();
        this.loader = provided.loader();
    }

    @Override
    public FunctionDescriptor descriptor() {
        return descriptor;
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver resolver = new SecretResolver(call.context());
        JsonObject arguments = resolver.object(call.arguments());
        Masking masking = resolver.masking();
        valid(descriptor.input(), arguments, "was given", masking);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        JsonValue output;
        try {
            output = handler.call(new FunctionCall(call.key(), arguments, new Context(call.context(), resolver)));
        } catch (FunctionException e) {
            throw new FunctionException(masked(e.error(), masking));
        } finally {
            thread.setContextClassLoader(before);
        }
        if (output == null) {
            throw Failures.runtime("The function '" + descriptor.name() + "' gave nothing, not even null.");
        }
        valid(descriptor.output(), output, "gave", masking);
        return masking.value(output);
    }

    private void valid(JsonObject schema, JsonValue value, String did, Masking masking) throws FunctionException {
        List<String> problems = schema.isEmpty() ? List.of() : Schemas.validate(schema, value);
        if (!problems.isEmpty()) {
            throw Failures.validation("The function '%s' %s what its schema refuses: %s"
                    .formatted(descriptor.name(), did, masking.text(String.join("; ", problems))));
        }
    }

    private static WorkflowError masked(WorkflowError error, Masking masking) {
        return new WorkflowError(
                error.type(),
                error.status(),
                error.title() == null ? null : masking.text(error.title()),
                error.detail() == null ? null : masking.text(error.detail()),
                null,
                error.data() == null ? null : masking.value(error.data()));
    }

    /** What the engine offers, with every secret that is asked for remembered. */
    private record Context(FunctionCall.Context engine, SecretResolver resolver) implements FunctionCall.Context {
        @Override
        public JsonValue secret(String name) throws FunctionException {
            return resolver.secret(name);
        }

        @Override
        public @Nullable Path folder() {
            return engine.folder();
        }

        @Override
        public @Nullable Instant deadline() {
            return engine.deadline();
        }

        @Override
        public @Nullable String traceparent() {
            return engine.traceparent();
        }

        @Override
        public boolean allows(String ability) {
            return engine.allows(ability);
        }
    }
}
