package io.flowork.api.remote;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.rpc.RpcClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One WebSocket to an engine. */
final class SocketSession implements WebSocket.Listener {
    private static final System.Logger LOG = System.getLogger(SocketSession.class.getName());

    /** A connection on which so many questions in a row have no answer is lost. */
    private static final int MOST_UNANSWERED = 2;

    /** How long a message may take to be sent, and a goodbye. */
    private static final long SENDING_SECONDS = 20;

    private final RpcClient.Link link;
    private final Runnable lost;
    private final Duration pingEvery;
    private final ReentrantLock sending = new ReentrantLock();
    private final StringBuilder text = new StringBuilder();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable WebSocket socket;

    SocketSession(EngineClient client, Runnable lost, Duration pingEvery) {
        this.link = RpcClient.over(this::send, this::close, client);
        this.lost = lost;
        this.pingEvery = pingEvery;
    }

    /** The socket is open. */
    EngineSession begin(WebSocket opened) {
        socket = opened;
        Thread.ofVirtual().name("engine-ping").start(this::ping);
        return link.session();
    }

    private void ping() {
        try {
            while (!ended.await(pingEvery.toNanos(), TimeUnit.NANOSECONDS)) {
                if (unanswered.getAndIncrement() >= MOST_UNANSWERED) {
                    end("the engine does not answer");
                } else {
                    var _ = link.session().info().thenAccept(info -> unanswered.set(0));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(String message) {
        WebSocket at = socket;
        if (at == null || over.get()) {
            throw gone(null);
        }
        sending.lock(); // one message at a time, as the socket wants it
        try {
            at.sendText(message, true).get(SENDING_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            end("nothing can be sent");
            throw gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw gone(e);
        } finally {
            sending.unlock();
        }
    }

    private static ProblemException gone(@Nullable Throwable cause) {
        return new ProblemException(
                Kind.UNAVAILABLE.of("The connection to the engine was lost. What was accepted goes on; ask again"),
                cause);
    }

    /** The session is closed by who has it. */
    private void close() {
        WebSocket at = socket;
        if (over.compareAndSet(false, true)) {
            ended.countDown();
            if (at != null && !at.isOutputClosed()) {
                var _ = at.sendClose(WebSocket.NORMAL_CLOSURE, "")
                        .orTimeout(1, TimeUnit.SECONDS)
                        .whenComplete((closed, failure) -> at.abort());
            }
            link.lost();
            lost.run();
        }
    }

    /** The connection has ended from outside. */
    private void end(String why) {
        if (over.compareAndSet(false, true)) {
            LOG.log(System.Logger.Level.DEBUG, "The connection to the engine has ended: {0}", why);
            ended.countDown();
            WebSocket at = socket;
            if (at != null) {
                at.abort();
            }
            link.lost();
            lost.run();
        }
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        unanswered.set(0);
        text.append(data);
        if (last) {
            String message = text.toString();
            text.setLength(0);
            try {
                link.receive(message);
            } catch (IllegalArgumentException e) {
                end(String.valueOf(e.getMessage()));
                return null;
            }
        }
        from.request(1); // what is not taken yet waits with the engine
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
        end("closed with " + status + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        end(String.valueOf(error.getMessage()));
    }
}
