package io.flowork.dap.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.eclipse.lsp4j.jsonrpc.MessageConsumer;
import org.eclipse.lsp4j.jsonrpc.RemoteEndpoint;
import org.eclipse.lsp4j.jsonrpc.messages.Message;
import org.eclipse.lsp4j.jsonrpc.messages.RequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks when. One thread answers a client's requests in their order; what an answer brings with it, such as the event
 * that a run has stopped, is said after the answer. So nobody sees a stop before the answer to the step that led to it.
 *
 * <p>What takes long asks {@link #listen()} now and then: requests that came meanwhile are answered there, those that need the
 * session to stand somewhere after a while, as a run that goes on may do so for days. While nobody asks for anything, something
 * else can be done.
 */
final class Conversation {
    /** What is answered whatever is at work; all else waits until that has come to its end. */
    private static final Set<String> ANYTIME = Set.of(
            "pause",
            "cancel",
            "disconnect",
            "terminate",
            "threads",
            "setBreakpoints",
            "setFunctionBreakpoints",
            "setExceptionBreakpoints",
            "setDataBreakpoints",
            "breakpointLocations",
            "source",
            "loadedSources");

    /** How long something waits for what is at work. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * Something to do on the thread of the answers.
     *
     * @param isAnytime whether it can be done whatever is at work
     * @param heard when it was heard, as {@link System#nanoTime} tells
     */
    private record Task(boolean isAnytime, long heard, Runnable action) {
        Task(boolean isAnytime, Runnable action) {
            this(isAnytime, System.nanoTime(), action);
        }

        boolean isDue() {
            return isAnytime || System.nanoTime() - heard > PATIENCE_NANOS;
        }
    }

    private final LinkedBlockingDeque<Task> heard = new LinkedBlockingDeque<>();
    private final Deque<Runnable> afterAnswer = new ArrayDeque<>();
    private final Consumer<RequestMessage> overheard;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean over;
    private volatile Predicate<BooleanSupplier> idle = isAsked -> false;
    private volatile Runnable notIdle = () -> {};

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
        String method = message instanceof RequestMessage request ? request.getMethod() : "";
        heard.add(new Task(ANYTIME.contains(method), () -> {
            answering = message instanceof RequestMessage request ? request.getId() : null;
            endpoint.consume(message);
        }));
        notIdle.run();
    }

    /**
     * Has something done while nobody asks for anything.
     *
     * @param work does a part of it, and says whether there is more to do; it is given what says whether somebody asks
     * @param stop ends a part soon, since somebody asks; called by any thread
     */
    void whileIdle(Predicate<BooleanSupplier> work, Runnable stop) {
        idle = work;
        notIdle = stop;
    }

    /** Whether it is a certain request that is being answered. */
    boolean isAnswering(String id) {
        return id.equals(answering);
    }

    /** Has something done on the thread of the answers. */
    void post(Runnable task) {
        heard.add(new Task(false, task));
    }

    /** Has something done as soon as the answer that is being made is sent; for the thread of the answers. */
    void afterAnswer(Runnable task) {
        afterAnswer.add(task);
    }

    /** Ends it, from any thread. What was heard before is still answered. */
    void end() {
        heard.add(new Task(false, () -> over = true));
        notIdle.run();
    }

    /** Ends it at once; for the thread of the answers. */
    void leave() {
        over = true;
    }

    /** Answers until the end. */
    void run() throws InterruptedException {
        try {
            while (!over) {
                if (!heard.isEmpty() || !idle.test(() -> !heard.isEmpty())) {
                    one(heard.take().action());
                }
            }
        } finally {
            ended.countDown();
        }
    }

    /** Waits until it has ended; says whether it has. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Answers what has been heard meanwhile, as far as that cannot wait, or has for too long. */
    void listen() {
        List<Task> waiting = new ArrayList<>();
        for (Task next = heard.poll(); next != null && !over; next = heard.poll()) {
            if (next.isDue()) {
                next.action().run();
            } else {
                waiting.add(next);
            }
        }
        waiting.reversed().forEach(heard::addFirst);
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
