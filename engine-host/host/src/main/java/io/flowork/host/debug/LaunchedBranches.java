package io.flowork.host.debug;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.ProblemException;
import io.flowork.dap.session.Branches;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.Store;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The branches of a run that was launched in this process, which has its store open.
 *
 * @param store the store
 * @param id the run's id
 * @param recorded what is recorded of the run
 */
record LaunchedBranches(Store store, String id, Branches recorded) implements Branches {
    private BranchInfo changed(Function<Forks, BranchInfo> change) {
        try {
            return change.apply(new Forks(store, new ProgramTexts(store, FunctionSignatures.ANY)));
        } catch (ProblemException e) {
            String detail = e.problem().detail();
            throw new RefusedException(detail == null ? e.problem().title() : detail);
        }
    }

    @Override
    public BranchInfo fork(ForkRequest request, BooleanSupplier stop) {
        return changed(forks -> forks.fork(request, stop));
    }

    @Override
    public BranchInfo goOn(int branch, BooleanSupplier stop) {
        return changed(forks -> forks.goOn(new BranchRef(id, branch), stop));
    }

    @Override
    public BranchList list() {
        return recorded.list();
    }

    @Override
    public Runs.Open open(@Nullable Integer branch) {
        return recorded.open(branch);
    }

    @Override
    public long export(String file, List<String> redact, boolean force) {
        return recorded.export(file, redact, force);
    }
}
