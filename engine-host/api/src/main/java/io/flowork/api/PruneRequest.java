package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Which ended runs to remove: those that any of the limits is against, the oldest first, and only with all runs they have
 * started, ended too. Without any limit the engine's own settings count.
 *
 * @param dryRun whether only to say which these are
 * @param olderThanMillis how long ago they have ended at least, in milliseconds
 * @param keep how many ended runs to keep
 * @param maxBytes how many bytes the store may use
 */
public record PruneRequest(
        boolean dryRun,
        @Nullable Long olderThanMillis,
        @Nullable Long keep,
        @Nullable Long maxBytes) {}
