package io.flowork.runtime.schedule;

/** What becomes of the times at which a workflow should have started while no engine was at work. */
public enum MissedFirings {
    /** The last of them starts a run, late. */
    ONCE,
    /** Each of them starts a run, late: the last {@link FiringTimes#MOST} of them. */
    ALL,
    /** None of them starts a run. */
    SKIP
}
