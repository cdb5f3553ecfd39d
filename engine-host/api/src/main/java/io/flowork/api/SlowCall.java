package io.flowork.api;

/**
 * A call that takes long.
 *
 * @param runId the run
 * @param function the function
 * @param seconds how long it has been at work
 * @param abandoned whether it was ended and goes on all the same
 */
public record SlowCall(String runId, String function, long seconds, boolean abandoned) {}
