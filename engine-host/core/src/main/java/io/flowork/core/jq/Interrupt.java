package io.flowork.core.jq;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How other threads stop an evaluation, and see how long one has been going on.
 *
 * <p>The evaluation looks at the flag every few hundred steps. It never looks at a clock: who wants to limit its time
 * watches {@link #evaluation()} and raises the flag.
 */
public final class Interrupt {
    private static final VarHandle EVALUATION;

    static {
        try {
            EVALUATION = MethodHandles.lookup().findVarHandle(Interrupt.class, "evaluation", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile boolean raised;
    private long evaluation;

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

    /** Says that an evaluation begins; for the evaluating thread. */
    public void begin() {
        EVALUATION.setOpaque(this, evaluation + 1);
    }

    /** Says that the evaluation has ended; for the evaluating thread. */
    public void end() {
        EVALUATION.setOpaque(this, evaluation + 1);
    }

    /** A number that is odd while an evaluation is going on, and another one for each. */
    public long evaluation() {
        return (long) EVALUATION.getOpaque(this);
    }
}
