package io.flowork.store;

import io.flowork.core.machine.Status;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which runs to list; the newest come first.
 *
 * @param statuses the statuses to list; all if empty
 * @param namespace the workflow's namespace, or null for any
 * @param name the workflow's name, or null for any
 * @param parent the id of the run whose children to list, or null for any
 * @param fingerprint the fingerprint of the error that ended them, or null for any
 * @param text what their id begins with, or their workflow's name or their error's summary contains, or null for any
 * @param since when the oldest was created, in milliseconds since 1970-01-01 UTC, or null for any time
 * @param until when the newest was created, in milliseconds since 1970-01-01 UTC, or null for any time
 * @param after the id of the run after which to go on: the last of the page before, or null for the first page
 * @param limit the most runs to list, at least 1
 */
public record RunQuery(
        Set<Status> statuses,
        @Nullable String namespace,
        @Nullable String name,
        @Nullable String parent,
        @Nullable String fingerprint,
        @Nullable String text,
        @Nullable Long since,
        @Nullable Long until,
        @Nullable String after,
        int limit) {

    /** Copies the statuses. */
    public RunQuery {
        statuses = Set.copyOf(statuses);
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
    }

    /** The newest runs, whatever they are. */
    public static RunQuery newest(int limit) {
        return new RunQuery(Set.of(), null, null, null, null, null, null, null, null, limit);
    }

    /** The newest children of a run. */
    public static RunQuery childrenOf(String parent, int limit) {
        return new RunQuery(Set.of(), null, null, parent, null, null, null, null, null, limit);
    }

    /** The same with these statuses only. */
    public RunQuery withStatuses(Set<Status> wanted) {
        return new RunQuery(wanted, namespace, name, parent, fingerprint, text, since, until, after, limit);
    }

    /** The same with the runs of one workflow only. */
    public RunQuery withName(@Nullable String wantedNamespace, String wantedName) {
        return new RunQuery(
                statuses, wantedNamespace, wantedName, parent, fingerprint, text, since, until, after, limit);
    }

    /** The page after a run. */
    public RunQuery withAfter(String run) {
        return new RunQuery(statuses, namespace, name, parent, fingerprint, text, since, until, run, limit);
    }

    /** The same with the runs only whose error has a fingerprint. */
    public RunQuery withFingerprint(String wanted) {
        return new RunQuery(statuses, namespace, name, parent, wanted, text, since, until, after, limit);
    }

    /** The same with the runs only that a text finds. */
    public RunQuery withText(String wanted) {
        return new RunQuery(statuses, namespace, name, parent, fingerprint, wanted, since, until, after, limit);
    }

    /** The same with the runs only that were created within a time, in milliseconds since 1970-01-01 UTC. */
    public RunQuery within(@Nullable Long from, @Nullable Long to) {
        return new RunQuery(statuses, namespace, name, parent, fingerprint, text, from, to, after, limit);
    }
}
