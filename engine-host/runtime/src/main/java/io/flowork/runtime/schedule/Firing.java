package io.flowork.runtime.schedule;

import io.flowork.store.StoredSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a schedule with times has to do at a time. Nothing but its arguments decides that.
 *
 * @param times the times that start a run each, in order
 * @param next when it is due after that; null when never
 * @param remark what an operator should know; null when all is as usual
 */
record Firing(
        List<Long> times, @Nullable Long next, @Nullable String remark) {
    /** A time that nobody was there for is one that passed this long ago, or whose successor has come too. */
    private static final long MISSED_MILLIS = 60_000;

    /** Starts later than this are worth a remark. */
    private static final long LATE_MILLIS = 5_000;

    /** A clock that is further back than this behind the last start was wrong before, or is now. */
    private static final long BACK_MILLIS = 3_600_000;

    /**
     * What there is to do; nothing if no run is to be started and the next time stays.
     *
     * @param plan a schedule with {@code every} or {@code cron}
     */
    static @Nullable Firing of(StoredSchedule plan, long now, MissedFirings missed) {
        Long next = plan.next();
        if (next == null) {
            return null;
        }
        FiringTimes times = Plans.times(plan, next);
        Long last = plan.last();
        if (next > now) {
            long earlier = times.after(now).orElse(next);
            boolean wentBack = last != null && now < last - BACK_MILLIS && earlier < next;
            return wentBack
                    ? new Firing(
                            List.of(),
                            earlier,
                            "was due next at %s, but the clock has gone back behind its last start: it is due at %s now"
                                    .formatted(Instant.ofEpochMilli(next), Instant.ofEpochMilli(earlier)))
                    : null;
        }
        FiringTimes.Due due = times.due(next, now);
        long latest = due.times().getLast();
        List<Long> starts = switch (missed) {
            case ALL -> due.times();
            case ONCE -> List.of(latest);
            case SKIP -> now - latest <= MISSED_MILLIS ? List.of(latest) : List.of();
        };
        OptionalLong following = times.after(now);
        return new Firing(
                starts,
                following.isPresent() ? following.getAsLong() : null,
                now - latest > LATE_MILLIS || latest - next > LATE_MILLIS
                        ? late(next, latest, now, due.count() - starts.size())
                        : null);
    }

    private static String late(long first, long latest, long now, long leftOut) {
        String left = leftOut == 0
                ? ""
                : "; %d missed starts since %s are left out".formatted(leftOut, Instant.ofEpochMilli(first));
        return "was due at %s, %s ago%s".formatted(Instant.ofEpochMilli(latest), Duration.ofMillis(now - latest), left);
    }
}
