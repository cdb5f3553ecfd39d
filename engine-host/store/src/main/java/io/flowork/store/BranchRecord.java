package io.flowork.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A branch of a run.
 *
 * @param number its number within the run: 0 is the run itself, the others are forks
 * @param origin where it forked, or null for branch 0
 * @param next the number its next entry gets; those before it are there, or the journal is damaged
 */
public record BranchRecord(int number, @Nullable Origin origin, long next) {
    /** The kind of the first entry of a branch beside the run's own. */
    public static final String ASIDE = "aside";

    /**
     * Where a branch forked.
     *
     * @param branch the number of the branch it shares its past with
     * @param seq the number of the last entry it shares
     */
    public record Origin(int branch, long seq) {}

    /**
     * The branch of a number.
     *
     * @throws StoreException if there is none
     */
    static BranchRecord find(List<BranchRecord> branches, String run, int number) {
        return branches.stream()
                .filter(each -> each.number == number)
                .findFirst()
                .orElseThrow(() -> new StoreException(
                        StoreException.Kind.NOT_FOUND, "The run %s has no branch %d.".formatted(run, number)));
    }
}
