package io.flowork.runtime.service;

import io.flowork.api.BranchInfo;
import io.flowork.api.BranchList;
import io.flowork.api.BranchRef;
import io.flowork.api.ForkRequest;
import io.flowork.api.RunRef;
import io.flowork.grammar.workflow.FunctionSignatures;
import io.flowork.runtime.fork.Forks;
import io.flowork.runtime.fork.ProgramTexts;
import io.flowork.store.Store;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Branches beside runs, as the API has them. Each request folds by itself, and not longer than its patience. */
final class Branches {
    private final Store store;
    private final FunctionSignatures functions;
    private final Duration patience;

    /**
     * The branches of the runs in a store.
     *
     * @param functions what edited programs can call besides the functions of the standard
     * @param patience how long one request may fold
     */
    Branches(Store store, FunctionSignatures functions, Duration patience) {
        this.store = store;
        this.functions = functions;
        this.patience = patience;
    }

    BranchInfo fork(ForkRequest request) {
        return within((forks, stop) -> forks.fork(request, stop));
    }

    BranchInfo goOn(BranchRef request) {
        return within((forks, stop) -> forks.goOn(request, stop));
    }

    BranchList list(RunRef request) {
        return within((forks, stop) -> forks.branches(request.runId()));
    }

    BranchRef delete(BranchRef request) {
        return within((forks, stop) -> forks.delete(request));
    }

    private <T> T within(BiFunction<Forks, BooleanSupplier, T> work) {
        Forks forks = new Forks(store, new ProgramTexts(store, functions));
        long until = System.nanoTime() + patience.toNanos();
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture.delayedExecutor(patience.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> {
                    if (!done.isDone()) {
                        forks.interrupt(); // one evaluation goes on for long
                    }
                });
        try {
            return work.apply(forks, () -> System.nanoTime() - until > 0);
        } finally {
            done.complete(null);
        }
    }
}
