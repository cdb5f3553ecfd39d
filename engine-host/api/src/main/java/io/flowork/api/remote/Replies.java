package io.flowork.api.remote;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What engines answer, for who has nothing else to do until then. */
public final class Replies {
    private Replies() {}

    /**
     * Waits for an answer.
     *
     * @param patience how long to wait at most
     * @throws ProblemException if there is none, with the reason
     */
    public static <T> T await(CompletableFuture<T> asked, Duration patience) {
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException problem
                    ? problem
                    : new ProblemException(Kind.UNAVAILABLE.of("The engine did not answer: " + e.getCause()), e);
        } catch (TimeoutException e) {
            throw new ProblemException(
                    Kind.UNAVAILABLE.of("The engine did not answer within " + patience.toSeconds() + " seconds"), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Kind.UNAVAILABLE.of("Nobody waits for the engine any more"), e);
        }
    }
}
