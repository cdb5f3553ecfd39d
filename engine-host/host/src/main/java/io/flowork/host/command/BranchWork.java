package io.flowork.host.command;

import io.flowork.api.EngineClient;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.Problem;
import io.flowork.api.ProblemException;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.host.exit.CommandException;
import io.flowork.host.exit.ExitCode;
import io.flowork.host.serve.CoreSocket;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** Work on the branches of a store's runs: in this process, or by the engine that has the store open. */
final class BranchWork {
    private BranchWork() {}

    /** The branches of the runs in a store. */
    static Forks forks(Store store) {
        return new Forks(store, new ProgramTexts(store, FunctionSignatures.ANY));
    }

    /**
     * Does something that changes branches.
     *
     * @param folder the store's folder
     * @param here does it in this process
     * @param there asks the engine that is at work on the store
     */
    static <T> T change(Path folder, Function<Forks, T> here, Function<EngineService, CompletableFuture<T>> there) {
        try (Store store = SqliteStore.open(folder)) {
            return here.apply(forks(store));
        } catch (StoreException e) {
            if (e.kind() != StoreException.Kind.LOCKED) {
                throw e;
            }
        } catch (ProblemException e) {
            throw failed(e);
        }
        try (EngineSession session = CoreSocket.to(folder).open(EngineClient.NONE)) {
            return there.apply(session).join();
        } catch (ProblemException e) {
            throw failed(e);
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? failed(problem) : e;
        }
    }

    /** How a command ends because of a problem. */
    static CommandException failed(ProblemException failure) {
        Problem problem = failure.problem();
        String detail = problem.detail() == null ? problem.title() : problem.detail();
        ExitCode exit = switch (problem.status()) {
            case 404 -> ExitCode.NOT_FOUND;
            case 400, 422 -> ExitCode.USAGE;
            default -> problem.status() >= 500 ? ExitCode.BROKEN : ExitCode.FAILED;
        };
        return new CommandException(exit, detail, failure);
    }
}
