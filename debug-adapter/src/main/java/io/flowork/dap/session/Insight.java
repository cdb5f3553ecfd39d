package io.flowork.dap.session;

import io.flowork.core.history.History;
import io.flowork.core.history.Past;
import io.flowork.core.history.Provenance;
import io.flowork.core.history.Writes;
import io.flowork.core.program.Program;

/** What somebody finds out of the past of a run, and keeps until there is more of the run. */
final class Insight {
    private final Control control;
    private final Past past;
    private final Writes writes;

    Insight(History history, Control control) {
        this.control = control;
        this.past = Past.of(history, control);
        this.writes = new Writes(history);
    }

    /** What happened. */
    Past past() {
        return past;
    }

    /** When what became another value. */
    Writes writes() {
        return writes;
    }

    /** Where values come from. */
    Provenance provenance(Program program) {
        return new Provenance(past, program, control.interrupt());
    }
}
