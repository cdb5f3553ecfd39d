package io.flowork.gateway.stream;

import io.flowork.api.EngineAccess;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.rpc.RpcServer;
import io.flowork.gateway.http.Answer;
import io.flowork.gateway.http.Problems;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.api.StatusCode;
import org.eclipse.jetty.websocket.server.ServerWebSocketContainer;
import org.jspecify.annotations.Nullable;

/** WebSockets that carry protocols of texts. Their classes are loaded when the first one is opened. */
public final class TextSockets {
    /** The code that a socket is closed with when its client may not go on: the token was changed. */
    public static final int REVOKED = 4401;

    private static final Duration SILENCE = Duration.ofMinutes(2);
    private static final int GOODBYE_SECONDS = 1;
    /** A client that answers none of so many pings is gone. */
    private static final int MOST_UNANSWERED = 2;

    private final Server server;
    private final long mostBytes;
    private final Duration pingEvery;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private @Nullable ServerWebSocketContainer container;

    /**
     * Sockets of a server.
     *
     * @param mostBytes the largest message
     * @param pingEvery how often clients are asked whether they are there
     */
    public TextSockets(Server server, long mostBytes, Duration pingEvery) {
        this.server = server;
        this.pingEvery = pingEvery;
        this.mostBytes = mostBytes;
    }

    private synchronized ServerWebSocketContainer container() {
        ServerWebSocketContainer known = container;
        if (known == null) {
            known = ServerWebSocketContainer.ensure(server);
            known.setMaxTextMessageSize(mostBytes);
            known.setIdleTimeout(SILENCE);
            container = known;
        }
        return known;
    }

    /** JSON-RPC to an engine. */
    public static TextProtocol rpc(EngineAccess engine) {
        return peer -> {
            RpcServer server = RpcServer.open(engine, peer::send);
            return new TextProtocol.Session() {
                @Override
                public void receive(String message) {
                    server.receive(message);
                }

                @Override
                public void close() {
                    server.close();
                }
            };
        };
    }

    /**
     * Answers by switching to a WebSocket.
     *
     * @param permitted whether its client still may ask; asked with each message, and as often as pings are sent
     */
    public Answer open(TextProtocol protocol, BooleanSupplier permitted) {
        return new Answer.Lasting((request, response, callback) -> {
            boolean upgraded = container()
                    .upgrade((asked, answer, done) -> new Socket(protocol, permitted), request, response, callback);
            if (!upgraded) {
                ProblemException why = Kind.INVALID_REQUEST.because(
                        "This is the address of a WebSocket: open it as ws://, with the header Authorization");
                Answer.Whole refused = Problems.answer(why.problem());
                response.setStatus(refused.status());
                refused.headers().forEach((name, value) -> response.getHeaders().put(name, value));
                response.write(true, ByteBuffer.wrap(refused.body()), callback);
            }
        });
    }

    /** Closes all sockets; their clients are to come again. Returns when they are told, or after a moment. */
    public void close() throws InterruptedException {
        List<Socket> all = List.copyOf(sockets);
        CountDownLatch gone = new CountDownLatch(all.size());
        all.forEach(socket -> socket.goAway(gone));
        if (!gone.await(GOODBYE_SECONDS, TimeUnit.SECONDS)) {
            System.getLogger(TextSockets.class.getName())
                    .log(System.Logger.Level.DEBUG, "a client that takes nothing gets no hint");
        }
    }

    /** One WebSocket. */
    public final class Socket implements Session.Listener.AutoDemanding, TextProtocol.Peer {
        private final TextProtocol protocol;
        private final BooleanSupplier permitted;
        private final ReentrantLock sending = new ReentrantLock();
        private final AtomicInteger unanswered = new AtomicInteger();
        /** Whether a message is being dealt with: an answer that came behind it is not read before. */
        private volatile boolean receiving;

        private volatile @Nullable Session session;
        private volatile TextProtocol.@Nullable Session served;

        private Socket(TextProtocol protocol, BooleanSupplier permitted) {
            this.protocol = protocol;
            this.permitted = permitted;
        }

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
            sockets.add(this);
            try {
                served = protocol.open(this);
            } catch (ProblemException e) {
                opened.close(StatusCode.TRY_AGAIN_LATER, e.problem().title(), Callback.NOOP);
                return;
            }
            Thread.ofVirtual().name("websocket-ping").start(this::ping);
        }

        private void ping() {
            Session at = session;
            try {
                while (at != null && at.isOpen()) {
                    Thread.sleep(pingEvery);
                    if (!permitted.getAsBoolean()) {
                        revoke(at);
                    } else if (receiving) {
                        unanswered.set(0);
                    } else if (unanswered.getAndIncrement() >= MOST_UNANSWERED) {
                        at.disconnect(); // which ends the session: nobody would read why
                    } else {
                        at.sendPing(ByteBuffer.allocate(0), Callback.NOOP);
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits until it is sent, so that whoever tells more than is taken waits too. */
        @Override
        public void send(String message) {
            Session at = session;
            if (at == null || !at.isOpen()) {
                return;
            }
            sending.lock();
            try {
                Callback.Completable sent = new Callback.Completable();
                at.sendText(message, sent);
                sent.handle((done, failure) -> failure).join(); // a failure closes the socket
            } finally {
                sending.unlock();
            }
        }

        @Override
        public void close() {
            Session at = session;
            if (at != null) {
                at.close(StatusCode.NORMAL, "", Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketPong(ByteBuffer payload) {
            unanswered.set(0);
        }

        @Override
        public void onWebSocketText(String message) {
            Session from = session;
            if (from != null && !permitted.getAsBoolean()) {
                revoke(from);
                return;
            }
            TextProtocol.Session at = served;
            if (at != null) {
                receiving = true;
                try {
                    at.receive(message);
                } finally {
                    receiving = false;
                }
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer payload, Callback callback) {
            callback.succeed();
            Session at = session;
            if (at != null) {
                at.close(StatusCode.BAD_DATA, "messages are texts", Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketError(Throwable cause) {
            end();
        }

        @Override
        public void onWebSocketClose(int status, String reason, Callback callback) {
            end();
            callback.succeed();
        }

        private void end() {
            sockets.remove(this);
            TextProtocol.Session at = served;
            if (at != null) {
                at.close();
            }
        }

        private static void revoke(Session at) {
            at.close(REVOKED, "the token was changed; come again with the new one", Callback.NOOP);
        }

        private void goAway(CountDownLatch gone) {
            Session at = session;
            if (at == null) {
                gone.countDown();
            } else {
                at.close(
                        StatusCode.SHUTDOWN,
                        "the engine is stopping; come again and subscribe after the last entry",
                        Callback.from(gone::countDown, failure -> gone.countDown()));
            }
        }
    }
}
