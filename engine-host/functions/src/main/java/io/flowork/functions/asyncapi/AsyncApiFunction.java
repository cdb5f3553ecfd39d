package io.flowork.functions.asyncapi;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Descriptors;
import io.flowork.functions.cache.Recent;
import io.flowork.functions.http.HttpCaller;
import io.flowork.functions.http.HttpSettings;
import io.flowork.functions.secret.SecretResolver;
import io.flowork.functions.spi.FunctionCall;
import io.flowork.functions.spi.FunctionDescriptor;
import io.flowork.functions.spi.FunctionException;
import io.flowork.functions.spi.FunctionHandler;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * {@code call: asyncapi}. Its argument {@code document} is the fetched document: an object with {@code uri} and
 * {@code content}. With a {@code message} it publishes that; without, it receives messages until the run has enough.
 */
public final class AsyncApiFunction implements FunctionHandler {
    private record Source(String uri, String text) {}

    private final HttpCaller caller;
    private final HttpSettings settings;
    private final Pace pace;
    private final Recent<Source, AsyncApiDocument> documents = new Recent<>(16);

    /** The function over a caller's connections. */
    public AsyncApiFunction(HttpCaller caller, HttpSettings settings) {
        this(caller, settings, Pace.DEFAULT);
    }

    /** The function with another pace. */
    AsyncApiFunction(HttpCaller caller, HttpSettings settings, Pace pace) {
        this.caller = caller;
        this.settings = settings;
        this.pace = pace;
    }

    @Override
    public FunctionDescriptor descriptor() {
        return Descriptors.read(AsyncApiFunction.class, "asyncapi");
    }

    @Override
    public JsonValue call(FunctionCall call) throws FunctionException, InterruptedException {
        SecretResolver secrets = new SecretResolver(call.context());
        Arguments with =
                new Arguments("call: asyncapi", secrets.object(call.arguments().without("document")));
        Arguments fetched = new Arguments(
                "'document' of call: asyncapi", new Arguments("call: asyncapi", call.arguments()).object("document"));
        Source source = new Source(fetched.needText("uri"), fetched.needText("content"));
        AsyncApiDocument document = documents.get(source);
        if (document == null) {
            document = AsyncApiDocument.parse(source.uri(), source.text());
            documents.put(source, document);
        }
        boolean sends = with.get("message") != null;
        Operation operation = document.operation(with, sends);
        Transport transport = transport(operation, with.get("authentication"), call, secrets);
        if (sends) {
            Arguments given = new Arguments("'message' of call: asyncapi", with.object("message"));
            JsonValue payload = given.get("payload");
            Message message = new Message(payload == null ? JsonNull.NULL : payload, given.object("headers"), null);
            message.check(operation);
            transport.publish(message);
            return secrets.masking().value(message.json());
        }
        receive(transport, operation, call, secrets);
        return JsonNull.NULL;
    }

    /** Receives on a thread of its own, so that what is wrong with a message, wherever it came in, ends the call. */
    private static void receive(Transport transport, Operation operation, FunctionCall call, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        CompletableFuture<JsonValue> end = new CompletableFuture<>();
        Transport.Inbox inbox = (message, settled) -> {
            try {
                message.check(operation);
                call.context().message((JsonObject) secrets.masking().value(message.json()), settled);
            } catch (FunctionException | RuntimeException e) {
                end.completeExceptionally(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                end.cancel(false);
            }
        };
        Thread receiving = Thread.ofVirtual().unstarted(() -> {
            try {
                transport.receive(inbox);
                end.complete(JsonNull.NULL);
            } catch (FunctionException | RuntimeException | Error e) {
                end.completeExceptionally(e);
            } catch (InterruptedException e) {
                end.cancel(false);
            }
        });
        receiving.start();
        try {
            end.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FunctionException failure) {
                throw failure;
            }
            throw new IllegalStateException(e);
        } finally {
            receiving.interrupt();
        }
    }

    private Transport transport(
            Operation operation, @Nullable JsonValue authentication, FunctionCall call, SecretResolver secrets)
            throws FunctionException, InterruptedException {
        return switch (operation.protocol()) {
            case "http", "https" -> new HttpMessages(caller, operation, authentication, call, secrets, settings, pace);
            case "ws", "wss" ->
                new WebSocketMessages(
                        operation, caller.authorization(authentication, operation.server(), secrets), settings);
            default ->
                new MqttMessages(
                        operation,
                        caller.authorization(authentication, operation.server(), secrets),
                        call,
                        settings,
                        pace);
        };
    }
}
