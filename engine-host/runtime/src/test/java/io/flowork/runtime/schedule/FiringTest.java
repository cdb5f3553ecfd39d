package io.flowork.runtime.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.store.StoredSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What schedules do at which time. */
class FiringTest {
    private static final long HOUR = 3_600_000;
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();

    private static StoredSchedule hourly(long next, @Nullable Long last) {
        return new StoredSchedule("test", "tick", Plans.EVERY, Long.toString(HOUR), next, last, null, null);
    }

    private static StoredSchedule daily(long next) {
        return new StoredSchedule("test", "tick", Plans.CRON, "0 12 * * *", next, null, null, null);
    }

    private static Firing firing(StoredSchedule plan, long now, MissedFirings missed) {
        return Objects.requireNonNull(Firing.of(plan, now, missed));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDueNowStartsARun(MissedFirings missed) {
        assertThat(Firing.of(hourly(NOON, null), NOON - 1, missed)).isNull();
        assertThat(Firing.of(hourly(NOON, null), NOON + 3, missed))
                .isEqualTo(new Firing(List.of(NOON), NOON + HOUR, null));
        assertThat(Firing.of(daily(NOON), NOON + 3, missed))
                .isEqualTo(new Firing(List.of(NOON), NOON + 24 * HOUR, null));
    }

    @Test
    void afterAPauseThePolicySays() {
        long now = NOON + 3 * HOUR + HOUR / 2;
        Firing once = firing(hourly(NOON, null), now, MissedFirings.ONCE);
        assertThat(once.times()).containsExactly(NOON + 3 * HOUR);
        assertThat(once.next()).isEqualTo(NOON + 4 * HOUR);
        assertThat(once.remark())
                .isEqualTo(
                        "was due at 2026-03-01T15:00:00Z, PT30M ago; 3 missed starts since 2026-03-01T12:00:00Z are left out");
        Firing all = firing(hourly(NOON, null), now, MissedFirings.ALL);
        assertThat(all.times()).containsExactly(NOON, NOON + HOUR, NOON + 2 * HOUR, NOON + 3 * HOUR);
        assertThat(all.next()).isEqualTo(NOON + 4 * HOUR);
        Firing skip = firing(hourly(NOON, null), now, MissedFirings.SKIP);
        assertThat(skip.times()).isEmpty();
        assertThat(skip.next()).isEqualTo(NOON + 4 * HOUR);
        assertThat(firing(hourly(NOON, null), NOON + 3 * HOUR + 50_000, MissedFirings.SKIP)
                        .times())
                .as("a restart just then misses nothing")
                .containsExactly(NOON + 3 * HOUR);
    }

    @ParameterizedTest
    @EnumSource
    void aClockFarAheadStartsNoStorm(MissedFirings missed) {
        long farAhead = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();
        for (StoredSchedule plan : List.of(
                hourly(NOON, null),
                new StoredSchedule("test", "tick", Plans.EVERY, "1", NOON, null, null, null),
                new StoredSchedule("test", "tick", Plans.CRON, "* * * * *", NOON, null, null, null))) {
            Firing firing = firing(plan, farAhead, missed);
            assertThat(firing.times()).hasSizeLessThanOrEqualTo(missed == MissedFirings.ALL ? FiringTimes.MOST : 1);
            assertThat(firing.next()).isGreaterThan(farAhead);
        }
    }

    @Test
    void aClockThatGoesBackFiresNothingTwice() {
        assertThat(Firing.of(hourly(NOON, NOON - HOUR), NOON - HOUR - 10_000, MissedFirings.ALL))
                .isNull();
        long wrong = NOON + 1_000 * HOUR;
        Firing back = firing(hourly(wrong + HOUR, wrong), NOON + 1, MissedFirings.ONCE);
        assertThat(back.times()).isEmpty();
        assertThat(back.next()).as("it does not stay silent until then").isEqualTo(NOON + HOUR);
        assertThat(back.remark()).contains("the clock has gone back");
    }

    /** Whatever the clock does, no time is fired twice while it goes forward, and none is made up. */
    @ParameterizedTest
    @EnumSource
    void firedTimesAreThoseOfTheSchedule(MissedFirings missed) {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        StoredSchedule plan = hourly(NOON, null);
        long now = NOON - HOUR;
        List<Long> fired = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            now += random.nextInt(10) == 0 ? random.nextLong(5 * HOUR) : random.nextLong(HOUR / 4);
            Firing firing = Firing.of(plan, now, missed);
            if (firing != null) {
                fired.addAll(firing.times());
                Long last =
                        firing.times().isEmpty() ? plan.last() : firing.times().getLast();
                plan = hourly(Objects.requireNonNull(firing.next()), last);
            }
        }
        assertThat(fired).as("seed %d", seed).isSorted().doesNotHaveDuplicates();
        assertThat(fired).as("seed %d", seed).allMatch(time -> (time - NOON) % HOUR == 0);
        if (missed == MissedFirings.ALL) {
            assertThat(fired).as("seed %d", seed).hasSize((int) ((now - NOON) / HOUR) + 1);
        }
    }
}
