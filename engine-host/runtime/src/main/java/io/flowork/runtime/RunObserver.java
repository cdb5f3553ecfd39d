package io.flowork.runtime;

import io.flowork.core.machine.Status;
import org.jspecify.annotations.Nullable;

/** Told of all runs of an engine, by the threads that drive them: an observer takes note and returns. */
public interface RunObserver {
    /**
     * What a run did is durable.
     *
     * @param run the run's id
     * @param entries how many journal entries that were
     * @param steps how many steps were made
     */
    void committed(String run, long entries, long steps);

    /**
     * A run is no longer at work here.
     *
     * @param run the run's id
     * @param status how it ended; null if it did not end and cannot go on
     */
    void gone(String run, @Nullable Status status);
}
