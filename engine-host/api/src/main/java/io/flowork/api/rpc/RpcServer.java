package io.flowork.api.rpc;

import com.google.gson.JsonParseException;
import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.HeldRun;
import io.flowork.api.RunEvent;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.lsp4j.jsonrpc.Endpoint;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.JsonRpcMethod;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageProducer;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseError;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseErrorCode;
import org.eclipse.lsp4j.jsonrpc.messages.ResponseMessage;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.jspecify.annotations.Nullable;

/** Serves an engine to one client. */
public final class RpcServer implements AutoCloseable {
    private final EngineSession session;
    private final Wire wire;
    private final MessageConsumer answers;
    private final RemoteEndpoint endpoint;

    private RpcServer(EngineAccess engine, Function<Wire, MessageConsumer> out) {
        this.wire = new Wire(methods());
        this.answers = out.apply(wire);
        Calls calls = new Calls();
        this.session = engine.open(calls);
        this.endpoint = new RemoteEndpoint(answers, ServiceEndpoints.toEndpoint(session), Failures::toError);
        calls.endpoint = endpoint;
        wire.setMethodProvider(endpoint);
    }

    /** Calls the client back. The endpoint is set before the first request, so before there is anything to call it for. */
    private static final class Calls implements EngineClient {
        private volatile @Nullable Endpoint endpoint;

        @Override
        public void runEvent(RunEvent event) {
            Endpoint at = endpoint;
            if (at != null) {
                at.notify("run/event", event);
            }
        }

        @Override
        public void runHeld(HeldRun run) {
            Endpoint at = endpoint;
            if (at != null) {
                at.notify("run/held", run);
            }
        }
    }

    static Map<String, JsonRpcMethod> methods() {
        Map<String, JsonRpcMethod> methods = new HashMap<>(ServiceEndpoints.getSupportedMethods(EngineService.class));
        methods.putAll(ServiceEndpoints.getSupportedMethods(EngineClient.class));
        return methods;
    }

    /**
     * Serves over streams, with a header before each message as in the Language Server Protocol. Returns when the input
     * ends.
     */
    public static void serve(EngineAccess engine, InputStream in, OutputStream out) {
        BufferedOutputStream buffered = new BufferedOutputStream(out);
        try (RpcServer server = new RpcServer(engine, wire -> new StreamMessageConsumer(buffered, wire))) {
            new StreamMessageProducer(new BufferedInputStream(in), server.wire, server.endpoint)
                    .listen(server.endpoint);
        }
    }

    /**
     * Serves over messages.
     *
     * @param out sends a message, which is a text; it may block, and may be called from several threads
     */
    public static RpcServer open(EngineAccess engine, Consumer<String> out) {
        return new RpcServer(engine, wire -> message -> out.accept(wire.serialize(message)));
    }

    /** Takes a message, which is a text. Whatever it is, the client is answered. */
    public void receive(String text) {
        try {
            endpoint.consume(wire.parseMessage(text));
        } catch (MessageIssueException e) {
            endpoint.handle(e.getRpcMessage(), e.getIssues());
        } catch (JsonParseException e) {
            refuse(ResponseErrorCode.ParseError, "This is no JSON-RPC message: " + e.getMessage());
        } catch (JsonRpcException e) {
            refuse(ResponseErrorCode.InvalidRequest, "This message cannot be understood: " + e.getMessage());
        }
    }

    private void refuse(ResponseErrorCode code, String message) {
        ResponseMessage answer = new ResponseMessage();
        answer.setJsonrpc("2.0");
        answer.setError(new ResponseError(code, message, null));
        answers.consume(answer);
    }

    @Override
    public void close() {
        session.close();
    }
}
