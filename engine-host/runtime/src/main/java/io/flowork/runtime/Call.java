package io.flowork.runtime;

import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A call at work, with its thread. */
final class Call {
    /** How many messages of a call may wait for their run; a large one counts as several, so that they fit into memory. */
    static final int MESSAGES = 256;

    private static final long SMALL_BYTES = 256 << 10;

    /** Where a call stands. */
    private enum Stage {
        AT_WORK,
        GIVEN_UP,
        ABANDONED,
        ENDED
    }

    private final Run run;
    private final String key;
    private final String function;
    private final long started;
    private final boolean consumes;
    private final Semaphore messages = new Semaphore(MESSAGES);
    private @Nullable Thread thread;
    private Stage stage = Stage.AT_WORK;
    private long givenUp;
    /** Of the messages that were kept: their bytes, and how many of them take up room. Used by the run's own thread. */
    private long taken;

    private final Queue<Integer> held = new ArrayDeque<>();

    /**
     * A call that begins.
     *
     * @param started when, by {@link System#nanoTime()}
     * @param consumes whether it brings messages to its run
     */
    Call(Run run, String key, String function, long started, boolean consumes) {
        this.run = run;
        this.key = key;
        this.function = function;
        this.started = started;
        this.consumes = consumes;
    }

    Run run() {
        return run;
    }

    String key() {
        return key;
    }

    String function() {
        return function;
    }

    /** Since when it works, by {@link System#nanoTime()}. */
    long started() {
        return started;
    }

    /** Begins on this thread; says whether it is still wanted. */
    synchronized boolean begin() {
        thread = Thread.currentThread();
        return stage == Stage.AT_WORK;
    }

    /** Whether it brings messages to its run, so that it goes on for as long as its run wants. */
    boolean consumes() {
        return consumes;
    }

    synchronized boolean isAtWork() {
        return stage == Stage.AT_WORK;
    }

    synchronized boolean isAbandoned() {
        return stage == Stage.ABANDONED;
    }

    /** Interrupts it, as its result is not wanted any more; says whether it was at work. */
    synchronized boolean giveUp(long now) {
        if (stage != Stage.AT_WORK) {
            return false;
        }
        stage = Stage.GIVEN_UP;
        givenUp = now;
        if (thread != null) { // else it has not begun, and does not any more
            thread.interrupt();
        }
        messages.release(MESSAGES); // whoever waits to give one goes on, and it is dropped
        return true;
    }

    /** Whether its thread counts as abandoned from now on, as it was given up before a time and goes on all the same. */
    synchronized boolean abandon(long before) {
        if (stage != Stage.GIVEN_UP || givenUp > before) {
            return false;
        }
        stage = Stage.ABANDONED;
        return true;
    }

    /**
     * It has ended; says whether its thread had been abandoned. From now on the thread does other things, and an interrupt
     * that was meant for the call must not meet them.
     */
    synchronized boolean end() {
        boolean back = stage == Stage.ABANDONED;
        stage = Stage.ENDED;
        thread = null;
        Thread.interrupted();
        return back;
    }

    private static int room(JsonValue message) {
        return Math.clamp(1 + message.weight() / SMALL_BYTES, 1, MESSAGES);
    }

    /** Waits until the run has room for another message; says whether the call is still wanted. */
    boolean awaitRoom(JsonValue message) throws InterruptedException {
        synchronized (this) {
            if (stage != Stage.AT_WORK) {
                return false;
            }
        }
        messages.acquire(room(message));
        return isAtWork();
    }

    /**
     * The run has looked at a message: if it is not kept, there is room for another one.
     *
     * @return how many bytes were kept so far
     */
    long looked(JsonValue message, boolean kept) {
        if (kept) {
            held.add(room(message));
            taken += message.weight();
        } else {
            messages.release(room(message));
        }
        return taken;
    }

    /** Makes room for as many messages as the run has dealt with, when so many that it has kept are unread. */
    void unread(long unread) {
        while (held.size() > unread) {
            messages.release(held.remove());
        }
    }

    /** Whether it holds messages that were kept and perhaps not dealt with. */
    boolean holds() {
        return !held.isEmpty();
    }
}
