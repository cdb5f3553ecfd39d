package io.flowork.dap.session;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.ForkRequest;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The branches of a run that is being debugged. The run itself stays as it is, whatever is done here. */
public interface Branches {
    /**
     * Makes a branch beside the run.
     *
     * @param stop whether it takes too long
     * @throws RefusedException if the run cannot be forked in this way; it says why and what to do
     */
    BranchInfo fork(ForkRequest request, BooleanSupplier stop);

    /**
     * Lets a branch go on, and has its live effects carried out where an engine can do that.
     *
     * @param branch the number of the branch
     * @param stop whether it takes too long
     * @throws RefusedException if that is not possible
     */
    BranchInfo goOn(int branch, BooleanSupplier stop);

    /**
     * The branches that are there.
     *
     * @throws RefusedException if that cannot be told now
     */
    BranchList list();

    /**
     * Opens the run on a branch.
     *
     * @param branch the number of the branch; null for the one that the run is on
     * @throws RefusedException if there is none
     */
    Runs.Open open(@Nullable Integer branch);

    /**
     * Writes a recording of the run, with its branches, to a file.
     *
     * @param file the file, as the client calls files; its name ends in {@code .flowrec}
     * @param redact the paths of what is left out, such as {@code card.number}
     * @param force whether to replace a file that is there
     * @return how many inputs are left out because of what is in them
     * @throws RefusedException if that is not possible
     */
    long export(String file, List<String> redact, boolean force);

    /** Those of a run that nothing can be made beside. */
    record None(String why) implements Branches {
        @Override
        public BranchInfo fork(ForkRequest request, BooleanSupplier stop) {
            throw new RefusedException(why);
        }

        @Override
        public BranchInfo goOn(int branch, BooleanSupplier stop) {
            throw new RefusedException(why);
        }

        @Override
        public BranchList list() {
            throw new RefusedException(why);
        }

        @Override
        public Runs.Open open(@Nullable Integer branch) {
            throw new RefusedException(why);
        }

        @Override
        public long export(String file, List<String> redact, boolean force) {
            throw new RefusedException(why);
        }
    }
}
