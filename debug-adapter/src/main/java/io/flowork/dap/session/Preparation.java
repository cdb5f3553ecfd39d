package io.flowork.dap.session;

import io.flowork.core.history.Writes;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.JqException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What is done for a run while nobody asks for anything: the index of its stops, without which the first way through much of
 * the run takes as long as folding that, and once the run has ended that of what it wrote.
 */
public final class Preparation {
    /** An index takes about ten bytes of memory for a step. */
    private static final long MOST_STEPS = 4_000_000;

    private final Member run;
    private final Supplier<Writes> writes;
    private final Control control;
    private boolean isOver;

    Preparation(Member run, Supplier<Writes> writes, Control control) {
        this.run = run;
        this.writes = writes;
        this.control = control;
    }

    /**
     * Does a part of it, in some milliseconds, or less when somebody {@link Control#asked() asks}.
     *
     * @param isAsked whether somebody has asked for something already
     * @return whether there is more to do
     */
    public boolean more(BooleanSupplier isAsked) {
        if (isOver) {
            return false;
        }
        control.beginIdle();
        try {
            return isAsked.getAsBoolean()
                    || run.stops().indexMore(MOST_STEPS, control)
                    || (run.history().hasEnded(control) && writes.get().indexMore(MOST_STEPS, control));
        } catch (CancellationException e) {
            return true; // somebody asks for something, so later
        } catch (Cursor.DivergedException | RefusedException | JqException e) {
            isOver = true; // whoever comes there is told why
            return false;
        } finally {
            control.endIdle();
        }
    }
}
