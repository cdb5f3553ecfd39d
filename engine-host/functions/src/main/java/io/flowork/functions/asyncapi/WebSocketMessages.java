package io.flowork.functions.asyncapi;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Messages over a WebSocket, one a message of it.
 *
 * @param operation what is described
 * @param authorization the value of {@code Authorization}, or null
 * @param settings how long connecting may take, and how large a message may be
 */
record WebSocketMessages(Operation operation, @Nullable String authorization, HttpSettings settings)
        implements Transport {

    @Override
    public void publish(Message message) throws FunctionException, InterruptedException {
        exchange(null, socket -> {
            wait(socket.sendText(new String(message.bytes(operation.contentType()), StandardCharsets.UTF_8), true));
            wait(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        });
    }

    @Override
    public void receive(Inbox messages) throws FunctionException, InterruptedException {
        Receiver receiver = new Receiver(messages, settings.maxResponseBytes());
        exchange(receiver, socket -> {
            throw Failures.communication(address() + " ended the connection: " + wait(receiver.end) + ".");
        });
    }

    /** What is done with an open socket. */
    private interface Work {
        void on(WebSocket socket) throws FunctionException, InterruptedException;
    }

    private void exchange(WebSocket.@Nullable Listener listener, Work work)
            throws FunctionException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .build()) {
            WebSocket socket = null;
            try {
                WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(settings.connectTimeout());
                if (authorization != null) {
                    builder.header("Authorization", authorization);
                }
                socket = wait(builder.buildAsync(address(), listener == null ? new WebSocket.Listener() {} : listener));
                work.on(socket);
            } finally {
                if (socket != null) {
                    socket.abort();
                }
                client.shutdownNow();
            }
        }
    }

    private URI address() throws FunctionException {
        return HttpMessages.target(operation);
    }

    private <T> T wait(CompletionStage<T> stage) throws FunctionException, InterruptedException {
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                int status = refused.getResponse().statusCode();
                String problem = address() + " refused the WebSocket with status " + status + ".";
                throw status == 401 || status == 403
                        ? Failures.authentication(problem)
                        : Failures.communication(problem);
            }
            throw Failures.communication("There is no connection to " + address() + ".");
        }
    }

    /** Puts the parts of messages together. */
    private static final class Receiver implements WebSocket.Listener {
        private final Inbox messages;
        private final int limit;
        private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
        private final CompletableFuture<String> end = new CompletableFuture<>();

        Receiver(Inbox messages, int limit) {
            this.messages = messages;
            this.limit = limit;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part(socket, data.toString().getBytes(StandardCharsets.UTF_8), last);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            part(socket, bytes, last);
            return null;
        }

        private void part(WebSocket socket, byte[] bytes, boolean last) {
            if (bytes.length > limit - parts.size()) {
                end.complete("a message is larger than " + limit + " bytes");
                socket.abort();
                return;
            }
            parts.writeBytes(bytes);
            if (last) {
                messages.take(Message.received(parts.toByteArray(), JsonObject.EMPTY, null));
                parts.reset();
            }
            socket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            end.complete("it was closed with status " + status);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable failure) {
            end.complete("it broke");
        }
    }
}
