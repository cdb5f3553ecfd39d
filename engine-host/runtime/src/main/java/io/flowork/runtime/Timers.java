package io.flowork.runtime;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The timers of all runs. Each is an input of its run when it is due.
 *
 * <p>Timers are due by the clock on the wall. It is looked at once a second at least, so that a machine that slept, or
 * whose clock was set, is late by no more than that.
 */
final class Timers implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Timers.class.getName());
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private record Entry(long due, String key, Run run) {}

    private final Clock clock;
    private final TreeSet<Entry> byTime =
            new TreeSet<>(Comparator.comparingLong(Entry::due).thenComparing(Entry::key));
    private final Map<String, Entry> byKey = new HashMap<>();
    private @Nullable Thread thread;
    private boolean closed;

    Timers(Clock clock) {
        this.clock = clock;
    }

    /** Sets a timer, unless there is one with this key. */
    synchronized void set(Effect.Timer timer, Run run) {
        Entry entry = new Entry(timer.due(), timer.key(), run);
        if (closed || byKey.putIfAbsent(timer.key(), entry) != null) {
            return;
        }
        byTime.add(entry);
        if (thread == null) {
            thread = Thread.ofPlatform().name("flowork-timers").daemon().start(this::work);
        } else if (byTime.first().key.equals(entry.key)) {
            notifyAll();
        }
    }

    /** Drops a timer, if there is one with this key. */
    synchronized void cancel(String key) {
        Entry entry = byKey.remove(key);
        if (entry != null) {
            byTime.remove(entry);
        }
    }

    private void work() {
        for (Entry due = take(); due != null; due = take()) {
            due.run.give(new Input.Fired(due.key));
        }
    }

    private synchronized @Nullable Entry take() {
        while (!closed) {
            Entry first = byTime.isEmpty() ? null : byTime.first();
            long wait = first == null ? 0 : first.due - clock.millis();
            if (first != null && wait <= 0) {
                byTime.remove(first);
                byKey.remove(first.key);
                return first;
            }
            try {
                wait(Math.min(wait, LONGEST_WAIT_MILLIS));
            } catch (InterruptedException e) {
                LOG.log(System.Logger.Level.DEBUG, "the timers are only ended by close()", e);
            }
        }
        return null;
    }

    /** Drops all timers. */
    @Override
    public synchronized void close() {
        closed = true;
        byTime.clear();
        byKey.clear();
        notifyAll();
    }
}
