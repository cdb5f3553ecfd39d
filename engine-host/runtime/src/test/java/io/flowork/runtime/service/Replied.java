package io.flowork.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.api.Problem;
import io.flowork.api.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** What a service answers. */
final class Replied {
    private Replied() {}

    /** Its answer; a problem is thrown as it is. */
    static <T> T join(CompletableFuture<T> asked) {
        try {
            return asked.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof ProblemException problem ? problem : e;
        }
    }

    /** The problem that it answers with. */
    static Problem problem(CompletableFuture<?> asked) {
        try {
            throw new AssertionError("no problem but " + asked.join());
        } catch (CompletionException e) {
            assertThat(e.getCause()).isInstanceOf(ProblemException.class);
            return ((ProblemException) e.getCause()).problem();
        }
    }
}
