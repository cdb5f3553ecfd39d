package io.flowork.functions.mcp;

import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonObject;
import java.util.function.Consumer;

/** Carries messages to one server and back. Used by one thread. */
interface McpTransport extends AutoCloseable {

    /**
     * Sends a request and waits for the response with its id.
     *
     * @param message the request
     * @param key what the request may be repeated by
     * @param others takes the requests and notifications of the server that arrive meanwhile; on any thread
     * @return the response
     */
    JsonObject request(JsonObject message, String key, Consumer<JsonObject> others)
            throws FunctionException, InterruptedException;

    /** Sends a notification, or the response to a request of the server. */
    void send(JsonObject message) throws FunctionException, InterruptedException;

    /** Which revision of the protocol is spoken from now on. */
    void speaks(String revision);

    /** Ends the session; everything is closed when it returns, also after an interrupt. */
    @Override
    void close();
}
