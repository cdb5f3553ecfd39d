package io.flowork.dap.session;

import io.flowork.core.machine.Effect;

/** Where the runs are recorded that a run has started. */
@FunctionalInterface
public interface Children {
    /** Nobody knows. */
    Children NONE = effect -> {
        throw new RefusedException("it is not known where it is recorded");
    };

    /**
     * Opens the run that an effect has started. It is closed at the latest with the run that started it.
     *
     * @throws RefusedException if it is not there, with the reason
     */
    Runs.Open open(Effect.ChildRun effect);
}
