package io.flowork.api.remote;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * An engine whose gateway is reached over a WebSocket. Data goes both ways at least every {@link #PING_EVERY}, as tunnels
 * cut what is idle and do not all count control frames; a connection on which two questions in a row have no answer is lost.
 */
public final class WebSocketAccess implements RemoteAccess {
    /** How long a connection is silent at most. */
    public static final Duration PING_EVERY = Duration.ofSeconds(15);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI engine;
    private final URI socket;
    private final Supplier<String> token;
    private final Duration pingEvery;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * A way to an engine.
     *
     * @param engine where its gateway is, such as {@code http://127.0.0.1:7070}
     * @param token gives what callers must know; asked for each connection, so that a new one counts from then on
     * @throws IllegalArgumentException if the address is none of a gateway
     */
    public WebSocketAccess(URI engine, Supplier<String> token) {
        this(engine, token, PING_EVERY);
    }

    /** The same with another time between questions. */
    public WebSocketAccess(URI engine, Supplier<String> token, Duration pingEvery) {
        this.engine = engine;
        this.socket = socket(engine);
        this.token = token;
        this.pingEvery = pingEvery;
    }

    private static URI socket(URI engine) {
        String scheme = String.valueOf(engine.getScheme());
        String own = switch (scheme) {
            case "http", "ws" -> "ws";
            case "https", "wss" -> "wss";
            default -> "";
        };
        if (own.isEmpty() || engine.getRawAuthority() == null) {
            throw new IllegalArgumentException(
                    "'%s' is no address of an engine: one is as http://127.0.0.1:7070".formatted(engine));
        }
        return URI.create(own + "://" + engine.getRawAuthority() + "/v1/rpc");
    }

    @Override
    public EngineSession open(EngineClient client, Runnable lost) {
        SocketSession session = new SocketSession(client, lost, pingEvery);
        try {
            WebSocket opened = http.newWebSocketBuilder()
                    .connectTimeout(PATIENCE)
                    .header("Authorization", "Bearer " + token.get())
                    .buildAsync(socket, session)
                    .get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
            return session.begin(opened);
        } catch (ExecutionException e) {
            throw refused(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw new ProblemException(Kind.UNAVAILABLE.of("The engine at %s does not answer".formatted(engine)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Kind.UNAVAILABLE.of("Nobody waits for the engine any more"), e);
        }
    }

    private ProblemException refused(Throwable why) {
        if (why instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            return switch (status) {
                case 401 ->
                    new ProblemException(
                            Kind.UNAUTHENTICATED.of(
                                    "The engine at %s does not take this token. It is the content of the file 'token' in the engine's data folder"
                                            .formatted(engine)),
                            why);
                case 403 ->
                    new ProblemException(
                            Kind.FORBIDDEN.of("The engine at %s does not let this caller in".formatted(engine)), why);
                default ->
                    new ProblemException(
                            Kind.UNAVAILABLE.of(
                                    "What is at %s answers with %d instead of opening a WebSocket: it is no engine, or something on the way does not let WebSockets through"
                                            .formatted(engine, status)),
                            why);
            };
        }
        return new ProblemException(
                Kind.UNAVAILABLE.of("There is no engine at %s (%s). Start one with: flowork serve"
                        .formatted(
                                engine,
                                why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage())),
                why);
    }
}
