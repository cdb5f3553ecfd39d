package io.flowork.gateway;

import io.flowork.api.EngineAccess;
import io.flowork.gateway.http.Guard;
import io.flowork.gateway.http.Problems;
import io.flowork.gateway.http.Router;
import io.flowork.gateway.http.Timings;
import io.flowork.gateway.rest.RestApi;
import io.flowork.gateway.rest.Upstream;
import io.flowork.gateway.stream.RunEventStream;
import io.flowork.gateway.stream.TextSocketRoute;
import io.flowork.gateway.stream.TextSockets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** HTTP in front of an engine. */
public final class Gateway implements AutoCloseable {
    private static final int THREADS = 16;

    private final Server server;
    private final ServerConnector connector;
    private final Upstream engine;
    private final RunEventStream.Opener streams;
    private final TextSockets sockets;

    private Gateway(
            Server server,
            ServerConnector connector,
            Upstream engine,
            RunEventStream.Opener streams,
            TextSockets sockets) {
        this.server = server;
        this.connector = connector;
        this.engine = engine;
        this.streams = streams;
        this.sockets = sockets;
    }

    /**
     * Starts to listen.
     *
     * @param further what is spoken over WebSockets besides JSON-RPC to the engine
     * @throws IOException if that is impossible, as when the port is taken
     */
    public static Gateway start(GatewaySettings settings, EngineAccess access, List<TextSocketRoute> further)
            throws IOException {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, 2);
        threads.setName("flowork-http");
        threads.setDaemon(true);
        threads.setReservedThreads(0);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("http-", 0).factory()));
        Server server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(settings.headerBytes());
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.address());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idle().toMillis());
        connector.setAcceptQueueSize(
                settings.connections()); // a burst waits; the system's usual 50 would reset some of it
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.connections(), connector));

        Upstream engine = new Upstream(access);
        Timings timings = new Timings();
        RunEventStream.Opener streams = new RunEventStream.Opener(access);
        TextSockets sockets = new TextSockets(server, settings.bodyBytes(), settings.ping());
        List<TextSocketRoute> spoken = new ArrayList<>();
        spoken.add(new TextSocketRoute(
                "/v1/rpc",
                "openRpc",
                "JSON-RPC 2.0 over a WebSocket, one message a text frame.",
                TextSockets.rpc(access)));
        spoken.addAll(further);
        Guard guard = new Guard(settings.token(), settings.tokenPlace(), settings.address());
        server.setHandler(new Router(
                RestApi.routes(engine, guard, timings, streams, sockets, spoken, settings.version()),
                guard,
                settings.bodyBytes(),
                timings));
        server.setErrorHandler(new Problems.OfServer());
        try {
            server.start();
        } catch (IOException e) {
            stop(server);
            throw e;
        } catch (Exception e) {
            stop(server);
            throw new IOException(e.getMessage(), e);
        }
        return new Gateway(server, connector, engine, streams, sockets);
    }

    private static void stop(Server server) {
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(Gateway.class.getName())
                    .log(System.Logger.Level.WARNING, "The server did not stop as it should", e);
        }
    }

    /** The port that is listened on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Sends away whoever holds a connection open to be told more, with the hint to come again. */
    public void sendAway() {
        try {
            streams.close();
            sockets.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops to listen, after what is being answered. */
    @Override
    public void close() {
        sendAway();
        stop(server);
        engine.close();
    }
}
