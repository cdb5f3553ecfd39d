package io.flowork.functions.testkit;

import static org.assertj.core.api.Assertions.fail;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonValue;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls as an engine does.
 *
 * @param secrets the secrets by name
 * @param allowed the abilities that are allowed
 * @param folder where the workflow is, if it is in a folder
 */
public record Calls(
        Map<String, JsonValue> secrets,
        Set<String> allowed,
        @Nullable Path folder) implements FunctionCall.Context {
    /** The key of every call. */
    public static final String KEY = "run-1/main/0";

    /** Calls without secrets and abilities. */
    public Calls() {
        this(Map.of(), Set.of());
    }

    /** Calls of a workflow that is in no folder. */
    public Calls(Map<String, JsonValue> secrets, Set<String> allowed) {
        this(secrets, allowed, null);
    }

    /** Calls without secrets and abilities of a workflow in a folder. */
    public static Calls in(Path folder) {
        return new Calls(Map.of(), Set.of(), folder);
    }

    @Override
    public JsonValue secret(String name) throws FunctionException {
        JsonValue value = secrets.get(name);
        if (value == null) {
            throw new FunctionException(WorkflowError.of(Kind.AUTHORIZATION, "There is no secret '" + name + "'."));
        }
        return value;
    }

    @Override
    public boolean allows(String ability) {
        return allowed.contains(ability);
    }

    /** The output of a call with arguments as JSON. */
    public JsonValue call(FunctionHandler handler, String arguments) throws FunctionException, InterruptedException {
        return call(handler, object(arguments));
    }

    /** The output of a call. */
    public JsonValue call(FunctionHandler handler, JsonObject arguments)
            throws FunctionException, InterruptedException {
        return handler.call(new FunctionCall(KEY, arguments, this));
    }

    /** The error that a call has to end with. */
    public WorkflowError error(FunctionHandler handler, String arguments) throws InterruptedException {
        return error(handler, object(arguments));
    }

    /** The error that a call has to end with. */
    public WorkflowError error(FunctionHandler handler, JsonObject arguments) throws InterruptedException {
        try {
            return fail("The call should have failed but gave %s", call(handler, arguments));
        } catch (FunctionException e) {
            return e.error();
        }
    }

    /** A JSON object from text. */
    public static JsonObject object(String text) {
        return (JsonObject) JsonReader.parse(text);
    }
}
