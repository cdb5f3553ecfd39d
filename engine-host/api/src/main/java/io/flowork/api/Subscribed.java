package io.flowork.api;

/**
 * What came of a request to subscribe.
 *
 * @param subscription its name within the session
 * @param standing {@code follows}: the events follow what the client has; {@code diverged}: the branch has no such entry, so
 *     what the client has of it is not its past; {@code trimmed}: the run, or what is needed of it, was removed. There is a
 *     subscription only in the first case
 */
public record Subscribed(String subscription, String standing) {
    /** The events follow what the client has. */
    public static final String FOLLOWS = "follows";

    /** What the client has is not the past of this branch. */
    public static final String DIVERGED = "diverged";

    /** What would follow is there no more. */
    public static final String TRIMMED = "trimmed";
}
