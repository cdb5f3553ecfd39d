package io.flowork.runtime.service;

import io.flowork.core.machine.Status;
import io.flowork.runtime.RunObserver;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what an engine does, and wakes whoever waits for news of a run. */
final class Activity implements RunObserver {
    private final LongAdder commits = new LongAdder();
    private final LongAdder entries = new LongAdder();
    private final LongAdder steps = new LongAdder();
    private final Map<Status, LongAdder> ended = new EnumMap<>(Status.class);
    private final Map<String, Set<Runnable>> listeners = new ConcurrentHashMap<>();

    Activity() {
        for (Status status : Status.values()) {
            if (status.ended()) {
                ended.put(status, new LongAdder());
            }
        }
    }

    @Override
    public void committed(String run, long newEntries, long newSteps) {
        steps.add(newSteps);
        if (newEntries > 0) {
            commits.increment();
            entries.add(newEntries);
            tell(run);
        }
    }

    @Override
    public void gone(String run, @Nullable Status status) {
        LongAdder counter = status == null ? null : ended.get(status);
        if (counter != null) {
            counter.increment();
        }
        tell(run);
    }

    private void tell(String run) {
        Set<Runnable> those = listeners.get(run);
        if (those != null) {
            those.forEach(Runnable::run);
        }
    }

    /** Calls a listener at each news of a run, on a thread that must not wait, until it is removed. */
    void listen(String run, Runnable listener) {
        listeners.compute(run, (id, those) -> {
            Set<Runnable> all = those == null ? ConcurrentHashMap.newKeySet() : those;
            all.add(listener);
            return all;
        });
    }

    /** Forgets a listener. */
    void forget(String run, Runnable listener) {
        listeners.computeIfPresent(run, (id, those) -> {
            those.remove(listener);
            return those.isEmpty() ? null : those;
        });
    }

    long commits() {
        return commits.sum();
    }

    long entries() {
        return entries.sum();
    }

    long steps() {
        return steps.sum();
    }

    /** How many runs ended how. */
    Map<Status, LongAdder> ended() {
        return ended;
    }
}
