package io.flowork.lsp.shell;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.eclipse.lsp4j.services.LanguageClient;
import org.eclipse.lsp4j.services.LanguageServer;
import org.jspecify.annotations.Nullable;

/** Serves one client over whole messages, such as those of a WebSocket: the same JSON-RPC without the frames of a stream. */
public final class MessageSession implements AutoCloseable {
    private final FloworkLanguageServer server;
    private final Messages json;
    private final RemoteEndpoint endpoint;

    private MessageSession(FloworkLanguageServer server, Messages json, RemoteEndpoint endpoint) {
        this.server = server;
        this.json = json;
        this.endpoint = endpoint;
    }

    /**
     * Opens a session.
     *
     * @param send takes messages to the client, from any thread
     * @param ended called once, when the client has said goodbye or the session was closed
     */
    public static MessageSession open(ServerContext context, Consumer<String> send, Runnable ended) {
        AtomicReference<@Nullable LanguageClient> client = new AtomicReference<>();
        FloworkLanguageServer server = new FloworkLanguageServer(context, client::get);
        Map<String, JsonRpcMethod> methods = new HashMap<>(ServiceEndpoints.getSupportedMethods(LanguageClient.class));
        methods.putAll(ServiceEndpoints.getSupportedMethods(LanguageServer.class));
        Messages json = new Messages(methods);
        RemoteEndpoint endpoint = new RemoteEndpoint(
                message -> send.accept(json.serialize(message)), ServiceEndpoints.toEndpoint(server), Failures::of);
        json.setMethodProvider(endpoint);
        client.set(ServiceEndpoints.toServiceObject(endpoint, LanguageClient.class));
        Thread.ofVirtual().name("flowork-lsp-end").start(() -> {
            try {
                server.awaitExit();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            server.close();
            ended.run();
        });
        return new MessageSession(server, json, endpoint);
    }

    /** Takes a message of the client. They come one after the other, in their order. */
    public void receive(String message) {
        Message read;
        try {
            read = json.parseMessage(message);
        } catch (MessageIssueException e) {
            endpoint.handle(e.getRpcMessage(), e.getIssues());
            return;
        }
        endpoint.consume(read);
    }

    /** Ends the session: the client is gone. */
    @Override
    public void close() {
        server.exit();
    }
}
