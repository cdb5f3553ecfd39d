package io.flowork.host.command;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.Notification;
import javax.management.NotificationEmitter;

/**
 * Keeps the heap of a long-lived process near what it needs. The collector that starts fastest lets the garbage that has
 * become old lie until the heap's limit, a quarter of the machine's memory, is reached; here it is collected as soon as there
 * is twice as much of it as of what is needed.
 */
public final class HeapWatch {
    /** Less garbage than so many bytes is no reason to collect. */
    private static final long LEAST = 24L << 20;

    /** Not at once: who starts a process waits for other things first. */
    private static final int DELAY_SECONDS = 2;

    private final MemoryPoolMXBean old;

    private HeapWatch(MemoryPoolMXBean old) {
        this.old = old;
    }

    /** Watches until the process ends, where the collector has a pool of old objects that can be watched. */
    static void start() {
        CompletableFuture.delayedExecutor(DELAY_SECONDS, TimeUnit.SECONDS).execute(HeapWatch::watch);
    }

    /** Watches from now on. */
    public static void watch() {
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP
                    && pool.isUsageThresholdSupported()
                    && ManagementFactory.getMemoryMXBean() instanceof NotificationEmitter emitter) {
                HeapWatch watch = new HeapWatch(pool);
                emitter.addNotificationListener((said, ignored) -> watch.collect(), HeapWatch::isExceeded, null);
                watch.expectMoreThan(0); // what is there now is mostly garbage of the start
            }
        }
    }

    private static boolean isExceeded(Notification notification) {
        return notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED);
    }

    private void collect() {
        System.gc();
        expectMoreThan(old.getUsage().getUsed());
    }

    private void expectMoreThan(long needed) {
        long most = old.getUsage().getMax();
        long threshold = needed + Math.max(LEAST, 2 * needed);
        old.setUsageThreshold(most < 0 ? threshold : Math.min(threshold, most));
    }
}
