package io.flowork.store;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How far a schedule of a workflow is. It changes in the transaction that adds the run it starts.
 *
 * @param namespace the workflow's namespace
 * @param name the workflow's name
 * @param kind which of its schedules: {@code every}, {@code cron}, {@code after} or {@code on}
 * @param spec what the schedule says; another text is another schedule
 * @param next when it starts a run next, in milliseconds since 1970-01-01 UTC; null when no time is set
 * @param last the time of its last start, or null if it had none
 * @param run the run it started last, or null
 * @param state what it has of the events that it collects, or null
 */
@SuppressWarnings("ArrayRecordComponent") // equals says what it means
public record StoredSchedule(
        String namespace,
        String name,
        String kind,
        String spec,
        @Nullable Long next,
        @Nullable Long last,
        @Nullable String run,
        byte @Nullable [] state) {

    /** The same schedule, with another time of its next start. */
    public StoredSchedule withNext(@Nullable Long time) {
        return new StoredSchedule(namespace, name, kind, spec, time, last, run, state);
    }

    /** The same schedule after it started a run. */
    public StoredSchedule started(long time, String id, @Nullable Long following) {
        return new StoredSchedule(namespace, name, kind, spec, following, time, id, null);
    }

    /** The same schedule after it collected an event. */
    public StoredSchedule collected(byte @Nullable [] collected) {
        return new StoredSchedule(namespace, name, kind, spec, next, last, run, collected);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StoredSchedule that
                && namespace.equals(that.namespace)
                && name.equals(that.name)
                && kind.equals(that.kind)
                && spec.equals(that.spec)
                && Objects.equals(next, that.next)
                && Objects.equals(last, that.last)
                && Objects.equals(run, that.run)
                && Arrays.equals(state, that.state);
    }

    @Override
    public int hashCode() {
        return Objects.hash(namespace, name, kind, spec, next, last, run, Arrays.hashCode(state));
    }
}
