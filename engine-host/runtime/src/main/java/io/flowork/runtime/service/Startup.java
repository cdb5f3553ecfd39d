package io.flowork.runtime.service;

import io.flowork.runtime.EventBus;
import io.flowork.runtime.Recovery;
import io.flowork.runtime.schedule.Schedules;
import io.flowork.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Goes on with the runs, schedules and webhooks that an earlier process left, and says how far that is. */
final class Startup {
    private static final System.Logger LOG = System.getLogger(Startup.class.getName());

    private final EventBus events;
    private final Recovery recovery;
    private final Schedules schedules;
    private final Webhooks webhooks;
    private volatile long recovered;
    private volatile CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

    Startup(EventBus events, Recovery recovery, Schedules schedules, Webhooks webhooks) {
        this.events = events;
        this.recovery = recovery;
        this.schedules = schedules;
        this.webhooks = webhooks;
    }

    /** Begins. Returns at once. */
    void begin(Executor threads) {
        CompletableFuture<Void> all = new CompletableFuture<>();
        done = all;
        events.holdUntil(all); // what runs emit meanwhile may start others by schedules
        threads.execute(() -> {
            try {
                recovered = recovery.recoverAll();
                schedules.start();
                webhooks.start();
            } catch (StoreException e) {
                LOG.log(System.Logger.Level.ERROR, "Runs of an earlier process cannot go on: " + e.getMessage(), e);
            } finally {
                all.complete(null);
            }
        });
    }

    /** Whether it has begun and is not done. */
    boolean isAtWork() {
        return !done.isDone();
    }

    /** How many runs went on. */
    long recovered() {
        return recovered;
    }

    /** Completed once everything of an earlier process is known, or cannot be. */
    CompletableFuture<Void> done() {
        return done;
    }
}
