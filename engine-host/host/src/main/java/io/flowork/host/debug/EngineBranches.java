package io.flowork.host.debug;

import io.flowork.api.BranchCommand;
import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.ForkRequest;
import io.flowork.api.ProblemException;
import io.flowork.api.RunRef;
import io.flowork.dap.remote.RemoteRun;
import io.flowork.dap.session.Branches;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The branches of a run of an engine, which makes them.
 *
 * @param remote the run
 * @param opening opens it on a branch
 */
record EngineBranches(RemoteRun remote, Function<@Nullable Integer, Runs.Open> opening) implements Branches {
    private static <T> T refusing(Supplier<T> action) {
        try {
            return action.get();
        } catch (ProblemException e) {
            String detail = e.problem().detail();
            throw new RefusedException(detail == null ? e.problem().title() : detail);
        }
    }

    @Override
    public BranchInfo fork(ForkRequest request, BooleanSupplier stop) {
        return refusing(() -> remote.ask(engine -> engine.fork(request)));
    }

    @Override
    public BranchInfo goOn(int branch, BooleanSupplier stop) {
        return refusing(() -> remote.ask(engine -> engine.continueBranch(new BranchCommand(remote.id(), branch))));
    }

    @Override
    public BranchList list() {
        return refusing(() -> remote.ask(engine -> engine.branches(new RunRef(remote.id()))));
    }

    @Override
    public Runs.Open open(@Nullable Integer branch) {
        return refusing(() -> opening.apply(branch));
    }

    @Override
    public long export(String file, List<String> redact, boolean force) {
        throw new RefusedException("The run is in an engine, and is exported where that is: 'flowork runs export "
                + remote.id() + " FILE'");
    }
}
