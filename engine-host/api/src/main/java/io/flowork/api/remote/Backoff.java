package io.flowork.api.remote;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: anything between a shortest and an ever longer time, up to a longest one, so that
 * many who lost the same engine do not come back together.
 */
public final class Backoff {
    /** The shortest wait. */
    public static final Duration SHORTEST = Duration.ofMillis(500);

    /** The longest wait. */
    public static final Duration LONGEST = Duration.ofSeconds(20);

    private static final int DOUBLINGS = 30;

    private final RandomGenerator random;
    private final long shortest;
    private final long longest;
    private int attempts;

    /** The usual waits. */
    public Backoff(RandomGenerator random) {
        this(random, SHORTEST, LONGEST);
    }

    /** Other waits; the shortest is longer than none. */
    public Backoff(RandomGenerator random, Duration shortest, Duration longest) {
        this.random = random;
        this.shortest = shortest.toNanos();
        this.longest = longest.toNanos();
    }

    /** The wait before the next attempt. */
    public Duration next() {
        attempts = Math.min(attempts + 1, DOUBLINGS);
        long most = shortest > longest >> attempts ? longest : shortest << attempts;
        return Duration.ofNanos(random.nextLong(shortest, most + 1));
    }

    /** An attempt was successful. */
    public void reset() {
        attempts = 0;
    }
}
