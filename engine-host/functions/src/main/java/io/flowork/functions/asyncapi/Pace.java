package io.flowork.functions.asyncapi;

import java.time.Duration;

/**
 * How often a server is asked for messages.
 *
 * @param poll the time between an answer that is one message and the next question
 * @param retry the time until a connection that ended is made again, unless the server says another; each attempt that fails
 *     doubles it
 * @param longest the longest time between two attempts
 */
record Pace(Duration poll, Duration retry, Duration longest) {
    /** How many attempts may fail one after the other. */
    static final int ATTEMPTS = 10;

    /** What holds unless a test is in a hurry. */
    static final Pace DEFAULT = new Pace(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(30));

    private static final Duration HOUR = Duration.ofHours(1);

    /** This pace, with the time that a server wants to pass before a connection is made again. */
    Pace withRetry(long millis) {
        return millis < 0 ? this : new Pace(poll, Duration.ofMillis(Math.clamp(millis, 100, HOUR.toMillis())), longest);
    }

    /** The time to pass after so many attempts that failed one after the other. */
    Duration afterFailures(int failures) {
        Duration doubled = retry.multipliedBy(1L << Math.clamp(failures - 1, 0, ATTEMPTS));
        return doubled.compareTo(longest) < 0 || failures <= 1 ? doubled : longest;
    }
}
