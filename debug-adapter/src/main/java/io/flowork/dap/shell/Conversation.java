package io.flowork.dap.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks when. One thread answers a client's requests in their order; what an answer brings with it, such as the event
 * that a run has stopped, is said after the answer. So nobody sees a stop before the answer to the step that led to it.
 *
 * <p>What takes long asks {@link #listen()} now and then: requests that came meanwhile are answered there.
 */
final class Conversation {
    private final LinkedBlockingQueue<Runnable> heard = new LinkedBlockingQueue<>();
    private final Deque<Runnable> afterAnswer = new ArrayDeque<>();
    private final Consumer<RequestMessage> overheard;
    private volatile boolean over;

    /** The request that is being answered. */
    private volatile @Nullable String answering;

    /**
     * A conversation.
     *
     * @param overheard told of each request at once, by the thread that reads: for those that stop others
     */
    Conversation(Consumer<RequestMessage> overheard) {
        this.overheard = overheard;
    }

    /** Puts itself between the connection and who answers; what goes out is passed on as it is. */
    MessageConsumer between(MessageConsumer consumer) {
        return consumer instanceof RemoteEndpoint endpoint ? message -> take(message, endpoint) : consumer;
    }

    private void take(Message message, RemoteEndpoint endpoint) {
        if (message instanceof RequestMessage request) {
            overheard.accept(request);
        }
        heard.add(() -> {
            answering = message instanceof RequestMessage request ? request.getId() : null;
            endpoint.consume(message);
        });
    }

    /** Whether it is a certain request that is being answered. */
    boolean isAnswering(String id) {
        return id.equals(answering);
    }

    /** Has something done on the thread of the answers. */
    void post(Runnable task) {
        heard.add(task);
    }

    /** Has something done as soon as the answer that is being made is sent; for the thread of the answers. */
    void afterAnswer(Runnable task) {
        afterAnswer.add(task);
    }

    /** Ends it, from any thread. What was heard before is still answered. */
    void end() {
        heard.add(() -> over = true);
    }

    /** Ends it at once; for the thread of the answers. */
    void leave() {
        over = true;
    }

    /** Answers until the end. */
    void run() throws InterruptedException {
        while (!over) {
            one(heard.take());
        }
    }

    /** Answers what has been heard meanwhile. */
    void listen() {
        for (Runnable next = heard.poll(); next != null && !over; next = heard.poll()) {
            next.run();
        }
    }

    /** Whether it is at its end. */
    boolean isOver() {
        return over;
    }

    private void one(Runnable next) {
        next.run();
        for (Runnable after = afterAnswer.poll(); after != null; after = afterAnswer.poll()) {
            after.run();
        }
    }
}
