package io.flowork.core.history;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Makes parts of a run again from its history.
 *
 * @param history the history
 */
record HistoryReplay(History history) implements Past.Replay {
    @Override
    public List<JournalEntry> replay(long from, long to, Steps steps, BooleanSupplier stop)
            throws Cursor.DivergedException {
        // from a step before: a state that is kept may have the inputs that came before its next step
        History.Way way = history.way(Math.max(0, from - 1), new Between(from, to, steps));
        long first = way.next();
        way.to(to, stop);
        List<JournalEntry> entries = new ArrayList<>();
        List<JournalEntry> page = history.recording().entries(first);
        while (!page.isEmpty() && page.getFirst().t() < to) {
            for (JournalEntry entry : page) {
                if (entry.t() >= from && entry.t() < to) {
                    entries.add(entry);
                }
            }
            page = history.recording().entries(page.getLast().seq() + 1);
        }
        return entries;
    }

    @Override
    public State before(long t, BooleanSupplier stop) throws Cursor.DivergedException {
        return history.before(t, stop);
    }

    /** Tells what belongs to some of the steps. */
    private record Between(long from, long to, Steps steps) implements Steps {
        private boolean has(Step.At at) {
            return at.t() >= from && at.t() < to;
        }

        @Override
        public void step(Step step) {
            if (has(step.at())) {
                steps.step(step);
            }
        }

        @Override
        public boolean followsExpressions() {
            return steps.followsExpressions();
        }

        @Override
        public void evaluated(Evaluation evaluation) {
            if (has(evaluation.at())) {
                steps.evaluated(evaluation);
            }
        }
    }
}
