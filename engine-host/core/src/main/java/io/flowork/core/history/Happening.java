package io.flowork.core.history;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Evaluation;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Step;
import org.jspecify.annotations.Nullable;

/** Something that happened in a run. */
public sealed interface Happening {
    /** The number of the step that it is, belongs to, or comes before. */
    long t();

    /**
     * A step.
     *
     * @param step the step
     */
    record Made(Step step) implements Happening {
        @Override
        public long t() {
            return step.at().t();
        }
    }

    /**
     * An expression or a template was evaluated.
     *
     * @param evaluation what and how
     * @param stage its place in the task, such as {@code input.from}; null where no step says
     */
    record Evaluated(Evaluation evaluation, @Nullable String stage) implements Happening {
        @Override
        public long t() {
            return evaluation.at().t();
        }
    }

    /**
     * An input reached the run.
     *
     * @param entry what the journal has of it
     * @param input what it is
     */
    record Received(JournalEntry entry, Input input) implements Happening {
        @Override
        public long t() {
            return entry.t();
        }
    }
}
