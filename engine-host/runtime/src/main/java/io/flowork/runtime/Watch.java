package io.flowork.runtime;

import io.flowork.core.jq.Interrupt;

/**
 * Looks from time to time whether a run's evaluation takes too long, and stops it.
 *
 * <p>One thread calls {@link #look}, the run's own thread everything else.
 */
final class Watch {
    private final Interrupt interrupt;
    private final long nanos;
    private long seen;
    private long since;
    private boolean on;
    private long late;

    Watch(Interrupt interrupt, long millis) {
        this.interrupt = interrupt;
        this.nanos = millis * 1_000_000;
    }

    /** From now on evaluations are stopped when they take too long. */
    synchronized void begin() {
        on = true;
        late = 0;
    }

    /** Ends the watching; says whether the evaluation that ended last was stopped. */
    synchronized boolean end() {
        on = false;
        return late != 0 && late == interrupt.evaluation() - 1;
    }

    /** Stops the evaluation if it has been going on for too long. */
    synchronized void look(long now) {
        long evaluation = interrupt.evaluation();
        if (!on || evaluation % 2 == 0 || evaluation != seen) {
            seen = evaluation;
            since = now;
        } else if (now - since >= nanos) {
            late = evaluation;
            interrupt.raise();
        }
    }
}
