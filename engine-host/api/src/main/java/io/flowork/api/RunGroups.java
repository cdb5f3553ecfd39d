package io.flowork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Faulted runs in groups, the one with the newest run first.
 *
 * @param groups the groups
 * @param next the cursor of the next page; null if this is the last
 */
public record RunGroups(List<Group> groups, @Nullable String next) {
    /** Copies the groups. */
    public RunGroups {
        groups = groups == null ? List.of() : List.copyOf(groups);
    }

    /**
     * Runs that faulted alike.
     *
     * @param fingerprint what their errors have in common
     * @param title the newest one's error in a line
     * @param count how many they are
     * @param first when the first of them ended
     * @param last when the last of them ended
     * @param example the newest of them
     */
    public record Group(
            String fingerprint, String title, long count, Instant first, Instant last, RunSummary example) {}
}
