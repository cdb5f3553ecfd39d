package io.flowork.functions.mcp;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code call: mcp}. Each call is a session of its own: it begins, calls one method and ends.
 *
 * <p>The result is the method's, as the server sent it. A list that comes in pages is put together, unless the parameters
 * have a {@code cursor}. A tool that says it failed is an error, with its result as the error's data.
 */
public final class McpFunction implements FunctionHandler {
    /** The ability by which the owner of the engine allows servers that are processes. */
    public static final String STDIO = "mcp:stdio";

    private static final String OF = "call: mcp";
    private static final String DEFAULT_REVISION = "2025-06-18";
    private static final int MOST_PAGES = 1_000;
    private static final long MOST_LISTED = 64 << 20;

    /** Each method with the member of its result that comes in pages, if there is one. */
    private static final Map<String, String> METHODS = Map.of(
            "tools/list", "tools",
            "tools/call", "",
            "prompts/list", "prompts",
            "prompts/get", "",
            "resources/list", "resources",
            "resources/read", "",
            "resources/templates/list", "resourceTemplates");

    private final HttpCaller caller;
    private final McpLimits limits;
    private final Map<String, String> environment;

    /**
     * The function.
     *
     * @param caller what servers over HTTP are called with
     * @param limits what a server that is a process may use
     * @param environment the engine's environment
     */
    public McpFunction(HttpCaller caller, McpLimits limits, Map<String, String> environment) {
        this.caller = caller;
        this.limits = limits;
        this.environment = Map.copyOf(environment);
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(McpFunction.class, "mcp");
    }

    /** Makes a transport, which the caller closes. */
    private interface Opening {
        McpTransport open() throws FunctionException;
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with = new Arguments(OF, secrets.object(call.arguments()));
        String method = with.needText("method");
        if (!METHODS.containsKey(method)) {
            throw Failures.validation("'method' of " + OF + " must be one of "
                    + String.join(", ", METHODS.keySet().stream().sorted().toList()) + ".");
        }
        String revision = with.text("protocolVersion");
        if (revision != null && !McpSession.REVISIONS.contains(revision)) {
            throw Failures.configuration(
                    "The revision '" + revision + "' of the protocol is not spoken here. Spoken are "
                            + String.join(", ", McpSession.REVISIONS) + ".");
        }
        JsonObject parameters = with.object("parameters");
        Arguments transport = new Arguments("'transport' of " + OF, with.object("transport"));
        Opening opening;
        Duration most = null;
        if (transport.get("stdio") instanceof JsonObject stdio) {
            if (!call.context().allows(STDIO)) {
                throw Failures.authorization(OF
                        + " with a server that is a process is not allowed here, because it runs"
                        + " programs on this machine. If you trust the workflow, allow it with --allow " + STDIO + ".");
            }
            McpProcess.Command command = command(new Arguments("'stdio' of " + OF, stdio));
            opening = () -> new McpProcess(command, limits, environment, secrets.masking());
            most = limits.time();
        } else if (transport.get("http") instanceof JsonObject http) {
            McpHttp.Endpoint endpoint = endpoint(new Arguments("'http' of " + OF, http));
            opening = () -> new McpHttp(caller, endpoint, call, secrets);
        } else {
            throw Failures.validation("'transport' of " + OF + " needs 'http' or 'stdio'.");
        }
        JsonObject client = client(with);
        Duration asked = timeout(with);
        FutureTask<JsonValue> task = new FutureTask<>(() -> {
            try (McpTransport open = opening.open()) {
                McpSession session = new McpSession(open, call.key(), secrets.masking());
                session.initialize(revision == null ? DEFAULT_REVISION : revision, client);
                return result(session, method, parameters, call.key());
            }
        });
        return await(task, asked == null || (most != null && most.compareTo(asked) < 0) ? most : asked);
    }

    /** Waits for a session, at most for some time; whatever happens, it has ended when this returns. */
    private static JsonValue await(FutureTask<JsonValue> task, @Nullable Duration most)
            throws FunctionException, InterruptedException {
        Thread thread = Thread.ofVirtual().name("mcp").start(task);
        try {
            return most == null ? task.get() : task.get(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new FunctionException(
                    WorkflowError.of(Kind.TIMEOUT, OF + " did not end in time: it was given " + most + "."));
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case FunctionException failure -> throw failure;
                case RuntimeException bug -> throw bug;
                case Error error -> throw error;
                case null, default -> throw new IllegalStateException(e.getCause());
            }
        } finally {
            thread.interrupt();
            ended(thread);
        }
    }

    /** Waits for a thread that was told to end, and remembers an interrupt for later. */
    private static void ended(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static JsonValue result(McpSession session, String method, JsonObject parameters, String key)
            throws FunctionException, InterruptedException {
        if (method.equals("tools/call")) {
            return tool(session.call(method, withKey(parameters, key), key), parameters);
        }
        String member = METHODS.getOrDefault(method, "");
        JsonObject result = session.call(method, parameters, key);
        if (member.isEmpty() || parameters.has("cursor") || !(result.get(member) instanceof JsonArray list)) {
            return result;
        }
        JsonArray all = list;
        JsonValue cursor = result.get("nextCursor");
        for (int page = 1; cursor instanceof JsonString next; page++) {
            if (page == MOST_PAGES || all.weight() > MOST_LISTED) {
                throw Failures.communication(method + " failed: the server's list does not end after " + page
                        + " pages. Ask for single pages with the parameter 'cursor'.");
            }
            JsonObject more = session.call(method, parameters.with("cursor", next), key + "/" + page);
            if (more.get(member) instanceof JsonArray further) {
                all = all.concat(further);
            }
            cursor = more.get("nextCursor");
        }
        return result.with(member, all).without("nextCursor");
    }

    private static JsonObject withKey(JsonObject parameters, String key) {
        JsonObject meta = parameters.get("_meta") instanceof JsonObject given ? given : JsonObject.EMPTY;
        return parameters.with("_meta", meta.with("io.flowork/idempotency-key", JsonString.of(key)));
    }

    private static JsonValue tool(JsonObject result, JsonObject parameters) throws FunctionException {
        if (result.get("isError") != JsonBoolean.TRUE) {
            return result;
        }
        StringBuilder said = new StringBuilder();
        if (result.get("content") instanceof JsonArray content) {
            for (JsonValue part : content) {
                if (part instanceof JsonObject object && object.get("text") instanceof JsonString text) {
                    said.append(said.isEmpty() ? "" : " ").append(text.value());
                }
            }
        }
        String shown = said.length() <= 2_000 ? said.toString() : said.substring(0, 2_000) + "…";
        JsonValue name = parameters.get("name");
        throw new FunctionException(Failures.runtime("The tool '" + (name == null ? "" : Arguments.textOf(name))
                        + "' failed" + (shown.isEmpty() ? "." : ": " + shown))
                .error()
                .with(result));
    }

    private static McpProcess.Command command(Arguments stdio) throws FunctionException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonObject.Member variable : stdio.object("environment")) {
            String name = variable.key();
            if (name.isEmpty() || Stream.of("=", "\0").anyMatch(name::contains)) {
                throw Failures.validation("'environment' of " + stdio.of()
                        + " has a variable whose name is not allowed: '" + name + "'.");
            }
            environment.put(name, Arguments.textOf(variable.value()));
        }
        List<String> arguments = stdio.texts("arguments");
        return new McpProcess.Command(stdio.needText("command"), arguments, environment);
    }

    private static McpHttp.Endpoint endpoint(Arguments http) throws FunctionException {
        JsonValue endpoint = http.need("endpoint");
        JsonValue authentication = null;
        String uri;
        if (endpoint instanceof JsonObject object) {
            Arguments described = new Arguments("'endpoint' of " + http.of(), object);
            uri = described.needText("uri");
            authentication = described.get("authentication");
        } else {
            uri = http.needText("endpoint");
        }
        return new McpHttp.Endpoint(
                HttpRequestSpec.absolute(uri), authentication, HttpRequestSpec.headers(http.object("headers")));
    }

    private static JsonObject client(Arguments with) throws FunctionException {
        Arguments client = new Arguments("'client' of " + OF, with.object("client"));
        String name = client.text("name");
        String version = client.text("version");
        return new JsonObject.Builder()
                .put("name", name == null ? "flowork" : name)
                .put("version", version == null ? "1" : version)
                .build();
    }

    private static @Nullable Duration timeout(Arguments with) throws FunctionException {
        JsonValue given = with.get("timeout");
        try {
            return switch (given) {
                case null -> null;
                case JsonString text -> Duration.parse(text.value());
                case JsonObject units -> {
                    Duration sum = Duration.ZERO;
                    for (JsonObject.Member unit : units) {
                        sum = sum.plus(part(unit.key(), unit.value(), with));
                    }
                    yield sum;
                }
                case JsonValue other -> throw with.wrong("timeout", "a duration", other);
            };
        } catch (DateTimeParseException | ArithmeticException e) {
            throw Failures.validation("'timeout' of " + OF + " must be a duration such as PT30S.");
        }
    }

    private static Duration part(String unit, JsonValue amount, Arguments with) throws FunctionException {
        if (!(amount instanceof JsonNumber number)) {
            throw with.wrong("timeout", "a duration of numbers", amount);
        }
        long millis = switch (unit) {
            case "days" -> 86_400_000L;
            case "hours" -> 3_600_000L;
            case "minutes" -> 60_000L;
            case "seconds" -> 1_000L;
            case "milliseconds" -> 1L;
            default -> throw Failures.validation("'timeout' of " + OF + " has an unknown unit '" + unit + "'.");
        };
        return Duration.ofMillis((long) (number.doubleValue() * millis));
    }
}
