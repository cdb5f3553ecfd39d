package io.flowork.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Program;
import java.util.ArrayList;
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

    /** Every state that it went through, in order: the first, and one after each step and each input. */
    List<State> everyState() {
        Fold fold = new Fold(RandomRun.machine(), State.initial(program), null);
        List<State> all = new ArrayList<>();
        all.add(fold.state());
        for (JournalEntry entry : journal) {
            while (fold.state().t() < entry.t()) {
                fold.advance(fold.state().t() + 1);
                all.add(fold.state());
            }
            assertThat(fold.add(entry)).isNull();
            all.add(fold.state());
        }
        while (fold.state().isReady()) {
            fold.advance(fold.state().t() + 1);
            all.add(fold.state());
        }
        return all;
    }

    @Override
    public String toString() {
        return "seed " + seed + " (again with -Dseed=" + seed + " -Dproperties.runs=1): " + text;
    }
}
