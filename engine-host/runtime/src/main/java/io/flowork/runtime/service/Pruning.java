package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.PruneRequest;
import io.flowork.api.PruneResult;
import io.flowork.store.Family;
import io.flowork.store.Retention;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Removes runs that ended long ago: when asked, and now and then by itself. */
final class Pruning {
    private static final System.Logger LOG = System.getLogger(Pruning.class.getName());
    private static final int IDS = 1_000;

    /** How long it rests for each moment it works, by itself. */
    private static final int REST = 4;

    private static final long LONGEST_REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Store store;
    private final Clock clock;
    private volatile Retention usual = Retention.FOREVER;
    private final LongAdder all = new LongAdder();
    private volatile boolean stopping;
    private @Nullable ScheduledExecutorService sweeping;

    Pruning(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** From now on removes by itself what these settings are against, at once and then at intervals. */
    synchronized void start(Retention retention, Duration every) {
        usual = retention;
        if (!retention.isForever() && sweeping == null && !stopping) {
            sweeping = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("flowork-sweep").daemon().factory());
            var _ = sweeping.scheduleWithFixedDelay(this::sweep, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    synchronized void stop() {
        stopping = true;
        if (sweeping != null) {
            sweeping.shutdown();
        }
    }

    /** How many runs were removed since the start. */
    long pruned() {
        return all.sum();
    }

    private void sweep() {
        long[] begun = {System.nanoTime()};
        try {
            Retention.Pruned pruned = usual.prune(store, clock.millis(), family -> {
                if (!stopping) {
                    LockSupport.parkNanos(Math.min(LONGEST_REST_NANOS, REST * (System.nanoTime() - begun[0])));
                }
                begun[0] = System.nanoTime();
                return !stopping;
            });
            all.add(pruned.runs());
            if (pruned.runs() > 0) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "%d runs that ended long ago were removed, about %d bytes"
                                .formatted(pruned.runs(), pruned.bytes()));
            }
        } catch (StoreException e) {
            if (!stopping) {
                LOG.log(System.Logger.Level.WARNING, "Ended runs could not be removed: " + e.getMessage());
            }
        } catch (RuntimeException e) { // it is tried again: nothing may end the sweeping
            LOG.log(System.Logger.Level.ERROR, "Ended runs could not be removed", e);
        }
    }

    PruneResult prune(PruneRequest request) {
        Retention wanted = wanted(request);
        List<String> ids = new ArrayList<>();
        Retention.Pruned pruned = request.dryRun()
                ? wanted.preview(store, clock.millis(), family -> note(family, ids))
                : wanted.prune(store, clock.millis(), family -> {
                    note(family, ids);
                    return !stopping;
                });
        if (!request.dryRun()) {
            all.add(pruned.runs());
        }
        return new PruneResult(request.dryRun(), pruned.runs(), pruned.bytes(), ids);
    }

    private static void note(Family family, List<String> ids) {
        for (String run : family.runs()) {
            if (ids.size() < IDS) {
                ids.add(run);
            }
        }
    }

    private Retention wanted(PruneRequest request) {
        Long age = request.olderThanMillis();
        Retention wanted = new Retention(
                age == null ? null : Duration.ofMillis(limit(age, "olderThan")),
                request.keep() == null ? null : limit(request.keep(), "keep"),
                request.maxBytes() == null ? null : limit(request.maxBytes(), "maxBytes"));
        Retention chosen = wanted.isForever() ? usual : wanted;
        if (chosen.isForever()) {
            throw Kind.INVALID_REQUEST.because(
                    "Nothing says which runs to remove: give 'olderThan', 'keep' or 'maxBytes', or set retention.age, retention.count or retention.bytes");
        }
        return chosen;
    }

    private static long limit(long value, String name) {
        if (value < 0) {
            throw Kind.INVALID_REQUEST.because("'" + name + "' is not negative; it is " + value);
        }
        return value;
    }
}
