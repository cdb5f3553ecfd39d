package io.flowork.core.jq;

/** A flag by which another thread stops an evaluation; the evaluation looks at it every few hundred steps. */
public final class Interrupt {
    private volatile boolean raised;

    /** Asks the evaluation to stop. */
    public void raise() {
        raised = true;
    }

    /** Makes the flag ready for the next evaluation. */
    public void clear() {
        raised = false;
    }

    /** Whether the evaluation was asked to stop. */
    public boolean isRaised() {
        return raised;
    }
}
