package io.flowork.host.check;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does the same work for many things on all processors, and hands over the results in the order of the things. */
final class InOrder {
    /** So many things are begun before the first of them is handed over. */
    private static final int AHEAD = 64;

    private InOrder() {}

    /**
     * Works.
     *
     * @param threads how many to use; with one, or one thing, the caller does the work itself
     * @param work what to do with each thing, on any thread
     * @param action what to do with each result, on the caller's thread
     */
    static <T, R> void each(List<T> things, int threads, Function<T, R> work, Consumer<R> action) {
        if (threads <= 1 || things.size() <= 1) {
            things.forEach(thing -> action.accept(work.apply(thing)));
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, things.size()))) {
            Queue<Future<R>> begun = new ArrayDeque<>();
            try {
                for (T thing : things) {
                    if (begun.size() == AHEAD) {
                        action.accept(result(begun.remove()));
                    }
                    begun.add(pool.submit(() -> work.apply(thing)));
                }
                while (!begun.isEmpty()) {
                    action.accept(result(begun.remove()));
                }
            } finally {
                begun.forEach(future -> future.cancel(false));
            }
        }
    }

    private static <R> R result(Future<R> future) {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while checking", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
