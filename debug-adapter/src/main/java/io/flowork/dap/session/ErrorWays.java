package io.flowork.dap.session;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Inspector;
import io.flowork.core.machine.State;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The ways that errors take: from the task that raises one outwards, to who catches it or out of the run. */
final class ErrorWays {
    private final Stops stops;
    private final BooleanSupplier stop;

    ErrorWays(Stops stops, BooleanSupplier stop) {
        this.stops = stops;
        this.stop = stop;
    }

    /** The error at a stop; null if there is none. */
    static @Nullable WorkflowError error(Stop at, State state) {
        if (at.kind() == Stop.Kind.END) {
            return state.error();
        }
        ActiveFrame frame = at.kind() == Stop.Kind.ERROR ? new Inspector(state).frame(at.visit()) : null;
        WorkflowError error = frame == null ? null : frame.error();
        return error == null || error.instance() != null ? error : error.at(at.reference());
    }

    /** Whether an error is raised here, and does not only come by on its way outwards. */
    boolean begins(Stop at, WorkflowError error) throws Cursor.DivergedException {
        Stop inner = stops.search(
                at.t(), false, found -> found.parent() == at.visit() || found.visit() == at.visit(), null, stop);
        if (inner == null || inner.kind() != Stop.Kind.ERROR || inner.parent() != at.visit()) {
            return true;
        }
        return !error.equals(error(inner, stops.state(inner, stop)));
    }

    /** Whether a task around handles an error, or tries again; else it leaves the run. */
    boolean isCaught(Stop at, WorkflowError error) throws Cursor.DivergedException {
        Stop here = at;
        while (here.parent() >= 0) {
            long around = here.parent();
            int strand = here.strand();
            Stop next = stops.search(
                    here.t(), true, found -> found.visit() == around || found.strand() == strand, null, stop);
            if (next == null) {
                return stops.state(stops.end(stop), stop).error() == null;
            }
            if (next.kind() != Stop.Kind.ERROR
                    || next.visit() != around
                    || !error.equals(error(next, stops.state(next, stop)))) {
                return true;
            }
            here = next;
        }
        return false;
    }
}
