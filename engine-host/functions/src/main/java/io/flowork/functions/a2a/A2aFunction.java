package io.flowork.functions.a2a;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.BodyWatch;
import io.flowork.functions.http.EventStream;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.MediaType;
import io.flowork.functions.http.Output;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code call: a2a}. Its argument {@code agentCard} is the fetched card: an object with {@code uri}, {@code content} and
 * perhaps {@code authentication}. A method that streams gives an array of what the agent sent.
 */
public final class A2aFunction implements FunctionHandler {
    /** The states in which an agent's task rests: it sends nothing more by itself. */
    private static final Set<String> RESTING = Set.of(
            "TASK_STATE_COMPLETED",
            "TASK_STATE_FAILED",
            "TASK_STATE_CANCELED",
            "TASK_STATE_REJECTED",
            "TASK_STATE_INPUT_REQUIRED",
            "TASK_STATE_AUTH_REQUIRED");

    private final HttpCaller caller;

    /** The function over a caller's connections. */
    public A2aFunction(HttpCaller caller) {
        this.caller = caller;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(A2aFunction.class, "a2a");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments("call: a2a", secrets.object(call.arguments()));
        Method method = Method.of(with.needText("method"));
        Agent agent = Agent.of(with);
        JsonObject request = request(method, agent, with, call.key());
        List<HeaderField> headers = new ArrayList<>();
        headers.add(new HeaderField(
                "Accept", method.streams() ? "text/event-stream, application/json" : "application/json"));
        if (method.streams()) {
            headers.add(new HeaderField("Accept-Encoding", "identity"));
        }
        if (agent.isNew()) {
            headers.add(new HeaderField("A2A-Version", "1.0"));
        }
        HttpRequestSpec spec = new HttpRequestSpec(
                "post", agent.uri(), headers, request, agent.authentication(), Output.CONTENT, false);
        WireReply reply =
                caller.exchange(spec, call.key(), secrets, Ending::new).reply();
        String who = "The agent at " + secrets.masking().text(agent.uri().toString());
        if (!MediaType.parse(reply.header("Content-Type")).is("text/event-stream")) {
            JsonValue result = result(parsed(who, reply.body()), who, secrets);
            return method.streams() ? JsonArray.of(result) : result;
        }
        JsonArray.Builder results = new JsonArray.Builder();
        for (EventStream.Event event : new EventStream().read(withEnd(reply.body()))) {
            results.add(result(parsed(who, event.data()), who, secrets));
        }
        JsonArray all = results.build();
        if (method.streams()) {
            return all;
        }
        if (all.isEmpty()) {
            throw Failures.communication(who + " ended its stream without an answer.");
        }
        return all.get(all.size() - 1);
    }

    /** A stream's bytes with the empty line that ends its last event, should the connection have ended before it. */
    private static byte[] withEnd(byte[] body) {
        byte[] ended = Arrays.copyOf(body, body.length + 2);
        ended[body.length] = '\n';
        ended[body.length + 1] = '\n';
        return ended;
    }

    private static JsonObject request(Method method, Agent agent, Arguments with, String key) throws FunctionException {
        JsonObject.Builder request = new JsonObject.Builder()
                .put("jsonrpc", "2.0")
                .put("id", key)
                .put("method", agent.isNew() ? method.newName() : method.name());
        JsonObject parameters = with.object("parameters");
        if (method.sends()) {
            parameters = message(parameters, agent, key);
        }
        if (!parameters.isEmpty()) {
            request.put("params", parameters);
        }
        return request.build();
    }

    /** Adds what every message has to have: an id, by which the agent knows a repetition, and who it is from. */
    private static JsonObject message(JsonObject parameters, Agent agent, String key) throws FunctionException {
        if (!(parameters.get("message") instanceof JsonObject message)) {
            throw Failures.validation("'parameters' of call: a2a needs the object 'message' for this method.");
        }
        JsonObject whole = message;
        whole = whole.has("messageId") ? whole : whole.with("messageId", JsonString.of(key));
        whole = whole.has("role") ? whole : whole.with("role", JsonString.of(agent.isNew() ? "ROLE_USER" : "user"));
        if (!agent.isNew() && !whole.has("kind")) {
            whole = whole.with("kind", JsonString.of("message"));
        }
        return parameters.with("message", whole);
    }

    private static JsonValue parsed(String who, byte[] body) throws FunctionException {
        return parsed(who, new String(body, UTF_8));
    }

    private static JsonValue parsed(String who, String text) throws FunctionException {
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException | DepthException e) {
            throw Failures.communication(who + " answered with something that is no JSON.");
        }
    }

    private static JsonValue result(JsonValue response, String who, SecretResolver secrets) throws FunctionException {
        if (response instanceof JsonObject object) {
            if (object.get("error") instanceof JsonObject error) {
                JsonObject masked = (JsonObject) secrets.masking().value(error);
                String message = masked.get("message") instanceof JsonString text ? text.value() : "no message";
                String code = masked.get("code") == null ? "" : " (" + masked.get("code") + ")";
                throw new FunctionException(WorkflowError.of(Kind.RUNTIME, who + " refused: " + message + code)
                        .with(masked));
            }
            JsonValue result = object.get("result");
            if (result != null) {
                return secrets.masking().value(result);
            }
        }
        throw Failures.communication(who + " answered with something that is no JSON-RPC response.");
    }

    /** Knows the event after which an agent sends no more, so that nobody has to wait for the connection's end. */
    private static final class Ending implements BodyWatch {
        private final EventStream stream = new EventStream();

        @Override
        public boolean isEnough(byte[] bytes) {
            for (EventStream.Event event : stream.read(bytes)) {
                try {
                    if (JsonReader.parse(event.data()) instanceof JsonObject response && isLast(response)) {
                        return true;
                    }
                } catch (JsonSyntaxException | DepthException e) {
                    return true; // what is wrong with it is said when the whole is read
                }
            }
            return false;
        }

        private static boolean isLast(JsonObject response) {
            if (!(response.get("result") instanceof JsonObject result)) {
                return true;
            }
            if (result.get("final") == JsonBoolean.TRUE || "message".equals(text(result.get("kind")))) {
                return true;
            }
            if (result.get("message") instanceof JsonObject && !result.has("kind")) {
                return true;
            }
            return result.get("statusUpdate") instanceof JsonObject update
                    && update.get("status") instanceof JsonObject status
                    && RESTING.contains(text(status.get("state")));
        }

        private static String text(@Nullable JsonValue value) {
            return value instanceof JsonString string ? string.value() : "";
        }
    }
}
