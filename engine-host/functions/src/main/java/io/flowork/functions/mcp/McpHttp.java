package io.flowork.functions.mcp;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HeaderField;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpRequestSpec;
import io.flowork.functions.http.MediaType;
import io.flowork.functions.http.Output;
import io.flowork.functions.http.WireReply;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server over HTTP (the transport called Streamable HTTP): every message is a POST, and a response is JSON or a stream of
 * events in which the server may ask something first.
 */
final class McpHttp implements McpTransport {
    private static final String SESSION = "Mcp-Session-Id";

    /** How long the end of a session may take, in milliseconds. */
    private static final long FAREWELL = 2_000;

    private final HttpCaller caller;
    private final Endpoint endpoint;
    private final FunctionCall call;
    private final SecretResolver secrets;
    private volatile @Nullable String session;
    private volatile @Nullable String revision;

    /**
     * Where a server is.
     *
     * @param uri its address
     * @param authentication how requests are authenticated, or null
     * @param headers further fields of their headers
     */
    record Endpoint(URI uri, @Nullable JsonValue authentication, List<HeaderField> headers) {}

    McpHttp(HttpCaller caller, Endpoint endpoint, FunctionCall call, SecretResolver secrets) {
        this.caller = caller;
        this.endpoint = endpoint;
        this.call = call;
        this.secrets = secrets;
    }

    @Override
    public JsonObject request(JsonObject message, String key, Consumer<JsonObject> others)
            throws FunctionException, InterruptedException {
        JsonValue id = Objects.requireNonNull(message.get("id"), "a request has an id");
        List<McpEvents> streams = new ArrayList<>();
        WireReply reply = caller.exchange(spec("post", message), key, secrets, () -> {
                    // Answers go out on threads of their own: this one reads what comes in.
                    McpEvents events =
                            new McpEvents(id, asked -> Thread.ofVirtual().start(() -> others.accept(asked)));
                    streams.add(events);
                    return events;
                })
                .reply();
        if (session == null) {
            session = reply.header(SESSION);
        }
        JsonObject response = streams.isEmpty()
                ? McpEvents.response(id, reply.body())
                : streams.getLast().response();
        if (response == null) {
            throw Failures.communication(
                    "POST " + secrets.masking().text(endpoint.uri().toString()) + " failed: "
                            + (MediaType.parse(reply.header("Content-Type")).is("text/event-stream")
                                    ? "the stream of events ended before the response."
                                    : "what came is no response of the protocol."));
        }
        return response;
    }

    @Override
    public void send(JsonObject message) throws FunctionException, InterruptedException {
        caller.exchange(spec("post", message), call.key() + "/" + message.get("method") + message.get("id"), own());
    }

    /** Secrets are resolved by one thread; another needs a resolver of its own. */
    private SecretResolver own() {
        return new SecretResolver(call.context());
    }

    @Override
    public void speaks(String agreed) {
        revision = agreed;
    }

    private HttpRequestSpec spec(String method, @Nullable JsonObject message) {
        List<HeaderField> headers = new ArrayList<>(endpoint.headers());
        headers.add(new HeaderField("Accept", "application/json, text/event-stream"));
        headers.add(new HeaderField("Accept-Encoding", "identity"));
        if (message != null) {
            headers.removeIf(field -> field.is("Content-Type"));
            headers.add(new HeaderField("Content-Type", "application/json"));
        }
        String agreed = revision;
        if (agreed != null && agreed.compareTo("2025-06-18") >= 0) {
            headers.add(new HeaderField("MCP-Protocol-Version", agreed));
        }
        String known = session;
        if (known != null) {
            headers.add(new HeaderField(SESSION, known));
        }
        return new HttpRequestSpec(
                method, endpoint.uri(), headers, message, endpoint.authentication(), Output.RAW, true);
    }

    /** Tells the server that its session has ended; one that does not want to know may say so. */
    @Override
    public void close() {
        if (session == null) {
            return;
        }
        Thread farewell = Thread.ofVirtual().start(() -> {
            try {
                caller.exchange(spec("delete", null), call.key(), own());
            } catch (FunctionException e) {
                return;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        CompletableFuture.delayedExecutor(FAREWELL, TimeUnit.MILLISECONDS).execute(farewell::interrupt);
        try {
            farewell.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
