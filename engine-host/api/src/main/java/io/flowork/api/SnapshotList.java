package io.flowork.api;

import java.util.List;

/**
 * Where states of a run were kept.
 *
 * @param branch the branch
 * @param next the number that the next entry of the branch gets
 * @param snapshots the states in the order of their entries
 */
public record SnapshotList(int branch, long next, List<Place> snapshots) {
    /** Copies the places. */
    public SnapshotList {
        snapshots = snapshots == null ? List.of() : List.copyOf(snapshots);
    }

    /**
     * Where a state was kept.
     *
     * @param seq the number of the last entry that it has
     * @param t the number of its next step
     */
    public record Place(long seq, long t) {}
}
