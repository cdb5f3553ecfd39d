package io.flowork.properties;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Program;
import java.util.List;

/**
 * A run with everything that was seen of it.
 *
 * @param seed what it was made from
 * @param text the workflow
 * @param program the workflow, compiled
 * @param journal the inputs that were accepted
 * @param states the state after each of them
 * @param steps the steps, in order
 * @param effects what was asked of the world, in order
 * @param end the state at the end
 */
record Recorded(
        long seed,
        String text,
        Program program,
        List<JournalEntry> journal,
        List<State> states,
        List<Step> steps,
        List<Effect> effects,
        State end) {

    @Override
    public String toString() {
        return "seed " + seed + " (again with -Dseed=" + seed + " -Dproperties.runs=1): " + text;
    }
}
