package io.flowork.conformance;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that goes straight to when a timer is due as soon as a run asks for the timer. */
final class JumpingClock extends Clock {
    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());

    void see(Step step) {
        if (step instanceof Step.Scheduled scheduled && scheduled.effect() instanceof Effect.Timer timer) {
            millis.accumulateAndGet(timer.due(), Math::max);
        }
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
