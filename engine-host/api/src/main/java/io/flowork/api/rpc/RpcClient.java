package io.flowork.api.rpc;

import com.google.gson.JsonParseException;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem;
import io.flowork.api.ProblemException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.eclipse.lsp4j.jsonrpc.JsonRpcException;
import org.eclipse.lsp4j.jsonrpc.MessageIssueException;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageConsumer;
import org.eclipse.lsp4j.jsonrpc.json.StreamMessageProducer;
import org.eclipse.lsp4j.jsonrpc.services.ServiceEndpoints;
import org.jspecify.annotations.Nullable;

/** An engine elsewhere. */
public final class RpcClient {
    private RpcClient() {}

    /**
     * Opens a session over streams, with a header before each message as in the Language Server Protocol. When the input
     * ends, every request that has no answer yet fails, and so does each later one, with status 503.
     *
     * @param connection closed with the session
     */
    public static EngineSession open(InputStream in, OutputStream out, Closeable connection, EngineClient client) {
        Wire wire = new Wire(RpcServer.methods());
        RemoteEndpoint endpoint = new RemoteEndpoint(
                new StreamMessageConsumer(new BufferedOutputStream(out), wire),
                ServiceEndpoints.toEndpoint(client),
                Failures::toError);
        wire.setMethodProvider(endpoint);
        EngineService remote = ServiceEndpoints.toServiceObject(endpoint, EngineService.class);
        Requests requests = new Requests(remote, wire, connection);
        Thread.ofVirtual().name("rpc-client").start(() -> {
            try {
                new StreamMessageProducer(new BufferedInputStream(in), wire, endpoint).listen(endpoint);
            } finally {
                requests.lost();
            }
        });
        return requests.session();
    }

    /** A session over messages: whoever carries them tells it what comes. */
    public static final class Link {
        private final Wire wire;
        private final RemoteEndpoint endpoint;
        private final Requests requests;

        private Link(Wire wire, RemoteEndpoint endpoint, Requests requests) {
            this.wire = wire;
            this.endpoint = endpoint;
            this.requests = requests;
        }

        /** What is asked goes this way. */
        public EngineSession session() {
            return requests.session();
        }

        /**
         * Takes a message, which is a text. They come one after the other, in their order; what the client is called back
         * for happens before this returns.
         *
         * @throws IllegalArgumentException if it is no message of this protocol: the connection is of no use then
         */
        public void receive(String text) {
            try {
                endpoint.consume(wire.parseMessage(text));
            } catch (MessageIssueException | JsonParseException | JsonRpcException e) {
                throw new IllegalArgumentException("This is no message of an engine: " + e.getMessage(), e);
            }
        }

        /** Nothing comes any more: every request that has no answer yet fails, and so does each later one, with status 503. */
        public void lost() {
            requests.lost();
        }
    }

    /**
     * Opens a session over messages.
     *
     * @param out sends a message, which is a text; it may block, and may be called from several threads
     * @param connection closed with the session
     */
    public static Link over(Consumer<String> out, Closeable connection, EngineClient client) {
        Wire wire = new Wire(RpcServer.methods());
        RemoteEndpoint endpoint = new RemoteEndpoint(
                message -> out.accept(wire.serialize(message)), ServiceEndpoints.toEndpoint(client), Failures::toError);
        wire.setMethodProvider(endpoint);
        EngineService remote = ServiceEndpoints.toServiceObject(endpoint, EngineService.class);
        return new Link(wire, endpoint, new Requests(remote, wire, connection));
    }

    /** Sends requests; gives failures as problems. */
    private static final class Requests implements InvocationHandler {
        private final EngineService remote;
        private final Wire wire;
        private final Closeable connection;
        private final AtomicLong numbers = new AtomicLong();
        private final Map<Long, CompletableFuture<?>> waiting = new ConcurrentHashMap<>();
        private volatile boolean lost;

        Requests(EngineService remote, Wire wire, Closeable connection) {
            this.remote = remote;
            this.wire = wire;
            this.connection = connection;
        }

        EngineSession session() {
            return (EngineSession) Proxy.newProxyInstance(
                    RpcClient.class.getClassLoader(), new Class<?>[] {EngineSession.class}, this);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            if (method.getDeclaringClass() == Object.class) {
                return method.invoke(this, arguments);
            }
            if (method.getName().equals("close")) {
                connection.close();
                return null;
            }
            if (method.getName().equals("isOpen")) {
                return !lost;
            }
            CompletableFuture<Object> answer = new CompletableFuture<>();
            long number = numbers.getAndIncrement();
            waiting.put(number, answer);
            try {
                var _ = ((CompletableFuture<?>) method.invoke(remote, arguments)).whenComplete((result, failure) -> {
                    waiting.remove(number);
                    if (failure == null) {
                        answer.complete(result);
                    } else {
                        answer.completeExceptionally(Failures.toProblem(failure, wire.getGson()));
                    }
                });
            } catch (InvocationTargetException e) {
                answer.completeExceptionally(Failures.toProblem(e, wire.getGson()));
            }
            if (lost) {
                lost();
            }
            return answer;
        }

        void lost() {
            lost = true;
            ProblemException why = Problem.Kind.UNAVAILABLE.because(Failures.LOST);
            for (CompletableFuture<?> request : waiting.values()) {
                request.completeExceptionally(why);
            }
            waiting.clear();
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
