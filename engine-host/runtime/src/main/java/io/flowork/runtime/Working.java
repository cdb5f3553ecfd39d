package io.flowork.runtime;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The run that a thread works for, so that whatever logs meanwhile can say which that is.
 *
 * @param run the run's id
 * @param workflow the workflow it runs; null when that is not known
 */
public record Working(String run, @Nullable LoadedWorkflow workflow) {
    private static final ScopedValue<Working> NOW = ScopedValue.newInstance();

    /** What this thread works for; null for no run. */
    public static @Nullable Working now() {
        return NOW.isBound() ? NOW.get() : null;
    }

    /** Works for a run. */
    static void on(Run run, Runnable work) {
        ScopedValue.where(NOW, new Working(run.id(), run.workflow())).run(work);
    }

    /** Gives what comes of working for a run. */
    static <T> T get(Run run, Supplier<T> work) {
        return ScopedValue.where(NOW, new Working(run.id(), run.workflow())).call(work::get);
    }

    /** Works for a run of which only the id is known. */
    static void on(String run, Runnable work) {
        ScopedValue.where(NOW, new Working(run, null)).run(work);
    }
}
