package io.flowork.runtime.schedule;

import io.flowork.grammar.workflow.Cron;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** The times of a schedule, in milliseconds since 1970-01-01 UTC. */
sealed interface FiringTimes {
    /** How many missed times are made up for at the most, so that a clock that jumps ahead starts no storm. */
    int MOST = 1_000;

    /** What was missed longer ago than this is left out, so that a clock far ahead is nothing to count through. */
    long OLDEST_MILLIS = 366L * 86_400_000;

    /** The first time after another one; empty when none comes. */
    OptionalLong after(long time);

    /**
     * What is due.
     *
     * @param times the last of them in order, {@link #MOST} at the most
     * @param count how many there are in all
     */
    record Due(List<Long> times, long count) {}

    /** The times from one of them on that have come by now. */
    default Due due(long first, long now) {
        long from = first;
        if (first < now - OLDEST_MILLIS) {
            from = after(now - OLDEST_MILLIS).orElse(first);
        }
        Deque<Long> times = new ArrayDeque<>();
        long count = 0;
        while (from <= now) {
            times.add(from);
            count++;
            if (times.size() > MOST) {
                times.remove();
            }
            from = after(from).orElse(Long.MAX_VALUE);
        }
        return new Due(List.copyOf(times), count);
    }

    /**
     * A time every so many milliseconds, counted from a first one.
     *
     * @param anchor one of the times
     * @param millis the interval, at least 1
     */
    record Every(long anchor, long millis) implements FiringTimes {
        @Override
        public OptionalLong after(long time) {
            return OptionalLong.of(anchor + Math.floorDiv(time - anchor, millis) * millis + millis);
        }

        @Override
        public Due due(long first, long now) {
            long count = first > now ? 0 : (now - first) / millis + 1;
            Deque<Long> times = new ArrayDeque<>();
            for (long i = Math.max(0, count - MOST); i < count; i++) {
                times.add(first + i * millis);
            }
            return new Due(List.copyOf(times), count);
        }
    }

    /**
     * The times of a cron expression.
     *
     * @param cron the expression
     */
    record Calendar(Cron cron) implements FiringTimes {
        @Override
        public OptionalLong after(long time) {
            return cron.next(time);
        }
    }
}
