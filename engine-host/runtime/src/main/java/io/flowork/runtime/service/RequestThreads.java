package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.runtime.EngineBusyException;
import io.flowork.store.StoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers each request on a virtual thread of its own; whatever fails there becomes a problem. */
final class RequestThreads implements Executor {
    private static final System.Logger LOG = System.getLogger(RequestThreads.class.getName());

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("request-", 0).factory());
    private volatile boolean stopping;

    @Override
    public void execute(Runnable work) {
        threads.execute(work);
    }

    /** From now on only what looks is answered. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Answers what only looks; fails with a {@link ProblemException}. */
    <T> CompletableFuture<T> look(Callable<T> request) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                answer.complete(request.call());
            } catch (StoreException e) {
                answer.completeExceptionally(Requests.failed(e));
            } catch (EngineBusyException e) {
                answer.completeExceptionally(new ProblemException(
                        Kind.BUSY.of("%s. Nothing was recorded: try again in %d s"
                                .formatted(e.getMessage(), e.retryAfter().toSeconds())),
                        e));
            } catch (ProblemException e) {
                answer.completeExceptionally(e);
            } catch (Exception | Error e) {
                LOG.log(System.Logger.Level.ERROR, "A request failed", e);
                answer.completeExceptionally(
                        new ProblemException(Kind.INTERNAL.of("This is a bug in Flowork. Its log says more"), e));
            }
        });
        return answer;
    }

    /** Answers what is work for the engine, unless it is stopping. */
    <T> CompletableFuture<T> work(Callable<T> request) {
        return look(() -> {
            if (stopping) {
                throw Kind.UNAVAILABLE.because("The engine is stopping. Try again when it is back");
            }
            return request.call();
        });
    }
}
