package io.flowork.dap.remote;

import io.flowork.api.HeldRun;

/** Who follows a run of an engine elsewhere. Called on threads that must not wait for the engine. */
public interface RunListener {
    /** More is known of the run, or it is known that less is. */
    void moved(Edge edge);

    /** What was known of the run is not its past: all of it was forgotten, and is read again. */
    void forgotten();

    /** The run, which this client controls, is held or has ended. The control ends with each loss of the engine. */
    void held(HeldRun run);
}
