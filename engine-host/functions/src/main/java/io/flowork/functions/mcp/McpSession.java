package io.flowork.functions.mcp;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.List;

/** One session with a server: the two agree on a revision of the protocol, then methods are called. */
final class McpSession {
    /** The revisions that are spoken, oldest first. They differ in what this client does not use, and in headers. */
    static final List<String> REVISIONS = List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private static final String VERSION = "2.0";

    private final McpTransport transport;
    private final String key;
    private final Masking masking;
    private long id;

    /**
     * A session that has not begun.
     *
     * @param key the key of the call, from which those of its requests are made
     */
    McpSession(McpTransport transport, String key, Masking masking) {
        this.transport = transport;
        this.key = key;
        this.masking = masking;
    }

    /**
     * Begins the session.
     *
     * @param revision the revision to begin with
     * @param client what the client is called: {@code name} and {@code version}
     */
    void initialize(String revision, JsonObject client) throws FunctionException, InterruptedException {
        JsonObject result;
        try {
            result = begin(revision, client);
        } catch (McpException refused) {
            String other = offered(refused);
            if (other.isEmpty() || other.equals(revision)) {
                throw refused.failure("initialize", masking);
            }
            try {
                result = begin(other, client);
            } catch (McpException again) {
                throw again.failure("initialize", masking);
            }
        }
        String spoken = result.get("protocolVersion") instanceof JsonString text ? text.value() : "";
        if (!REVISIONS.contains(spoken)) {
            throw Failures.communication("The server speaks the revision '" + masking.text(spoken)
                    + "' of the protocol, which is not spoken here. Spoken are " + String.join(", ", REVISIONS) + ".");
        }
        transport.speaks(spoken);
        transport.send(new JsonObject.Builder()
                .put("jsonrpc", VERSION)
                .put("method", "notifications/initialized")
                .build());
    }

    private JsonObject begin(String revision, JsonObject client)
            throws McpException, FunctionException, InterruptedException {
        return ask(
                "initialize",
                new JsonObject.Builder()
                        .put("protocolVersion", revision)
                        .put("capabilities", JsonObject.EMPTY)
                        .put("clientInfo", client)
                        .build(),
                key + "/initialize");
    }

    /** The newest revision that a server offers in a refusal and that is spoken here; empty for none. */
    private static String offered(McpException refused) {
        String newest = "";
        if (refused.data() instanceof JsonObject data && data.get("supported") instanceof JsonArray supported) {
            for (JsonValue element : supported) {
                String revision = Arguments.textOf(element);
                if (REVISIONS.contains(revision) && revision.compareTo(newest) > 0) {
                    newest = revision;
                }
            }
        }
        return newest;
    }

    /**
     * Calls a method and gives its result as the server sent it, without secrets.
     *
     * @param requestKey what the request may be repeated by
     */
    JsonObject call(String method, JsonObject parameters, String requestKey)
            throws FunctionException, InterruptedException {
        try {
            return masking.value(ask(method, parameters, requestKey)) instanceof JsonObject result
                    ? result
                    : JsonObject.EMPTY;
        } catch (McpException e) {
            throw e.failure(method, masking);
        }
    }

    private JsonObject ask(String method, JsonObject parameters, String requestKey)
            throws McpException, FunctionException, InterruptedException {
        JsonObject response = transport.request(
                new JsonObject.Builder()
                        .put("jsonrpc", VERSION)
                        .put("id", JsonNumber.of(++id))
                        .put("method", method)
                        .put("params", parameters)
                        .build(),
                requestKey,
                this::answer);
        if (response.get("error") instanceof JsonObject error) {
            throw new McpException(error);
        }
        if (response.get("result") instanceof JsonObject result) {
            return result;
        }
        throw Failures.communication("The server answered " + method + " with neither a result nor an error.");
    }

    /** Answers a request of the server: it may ask whether the client is there, and for nothing else. */
    private void answer(JsonObject message) {
        JsonValue asked = message.get("id");
        if (asked == null || !(message.get("method") instanceof JsonString method)) {
            return;
        }
        JsonObject.Builder answer =
                new JsonObject.Builder().put("jsonrpc", VERSION).put("id", asked);
        if (method.value().equals("ping")) {
            answer.put("result", JsonObject.EMPTY);
        } else {
            answer.put(
                    "error",
                    new JsonObject.Builder()
                            .put("code", -32601)
                            .put("message", "This client answers no such request")
                            .build());
        }
        try {
            transport.send(answer.build());
        } catch (FunctionException e) {
            // A server that cannot take the answer fails the request that is waited for, which says so.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
