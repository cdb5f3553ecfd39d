package io.flowork.runtime.schedule;

import io.flowork.store.StoredSchedule;
import org.jspecify.annotations.Nullable;

/** A schedule at work. Changed by the thread of the schedules only. */
final class Entry {
    /** How far it is, as stored; of one that waits for the end of a run, with the time once that is known. */
    volatile StoredSchedule plan;

    /** What collects its events, if it has any. */
    final @Nullable EventCollector collector;

    /** Whether it could not start a run the last time. */
    boolean isStuck;

    Entry(StoredSchedule plan, @Nullable EventCollector collector) {
        this.plan = plan;
        this.collector = collector;
    }

    /** What it is called among all. */
    String key() {
        return key(plan);
    }

    static String key(StoredSchedule plan) {
        return String.join("/", "schedule", plan.namespace(), plan.name(), plan.kind());
    }

    /** Goes back to what is stored, as something could not be. */
    void restore(StoredSchedule stored) {
        plan = stored;
        if (collector != null) {
            collector.restore(stored.state());
        }
    }

    @Override
    public String toString() {
        return toString(plan);
    }

    static String toString(StoredSchedule plan) {
        return "The schedule '%s' of %s/%s".formatted(plan.kind(), plan.namespace(), plan.name());
    }
}
