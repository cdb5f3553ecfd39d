package io.flowork.runtime.control;

import io.flowork.core.machine.Status;
import org.jspecify.annotations.Nullable;

/** Who holds a run, called back on threads that must not wait. */
public interface Controller {
    /** The run is held, and everything before is durable. Once for each time that it was asked for. */
    void held(Held at);

    /**
     * The run has ended. It stays under control: it may go on as another branch.
     *
     * @param status how; null if it stopped because it can no longer be recorded
     */
    void ended(@Nullable Status status);
}
