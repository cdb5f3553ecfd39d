package io.flowork.dap.session;

import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import org.jspecify.annotations.Nullable;

/** How far a run at work goes, for whoever has taken control of it. One thread uses it at a time. */
public interface Live {
    /**
     * Takes control of the run, unless that was done. It goes on until it is told where to be held.
     *
     * @throws RefusedException if that is not possible, with the reason
     */
    void take();

    /** Gives the control up: the run goes on. */
    void release();

    /**
     * Lets the run go on, if it is held, up to the first of these points.
     *
     * @throws RefusedException if it is not under control, with the reason
     */
    void goOn(HoldPoints points);

    /**
     * What has become of the run since it was told to go on. What is recorded up to there can be read then.
     *
     * @param millis how long to wait
     * @return null if nothing is known yet
     */
    @Nullable
    HeldRun await(long millis);

    /** Why the run is under control no more, such as that its engine cannot be reached; null if it is, or never was. */
    @Nullable
    String lost();
}
