package io.flowork.core.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.core.history.Past;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.program.Program;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Makes a part of a run again from the start of its journal. */
record JournalReplay(Program program, List<JournalEntry> journal) implements Past.Replay {
    static Past past(Trial trial) {
        return new Past(new JournalReplay(trial.state().program(), List.copyOf(trial.journal())), () -> false);
    }

    @Override
    public List<JournalEntry> replay(long from, long to, Steps steps, BooleanSupplier stop) {
        Fold fold = new Fold(Trial.machine(), State.initial(program), new Steps() {
            @Override
            public void step(Step step) {
                if (step.at().t() >= from && step.at().t() < to) {
                    steps.step(step);
                }
            }

            @Override
            public boolean followsExpressions() {
                return steps.followsExpressions();
            }

            @Override
            public void evaluated(Evaluation evaluation) {
                if (evaluation.at().t() >= from && evaluation.at().t() < to) {
                    steps.evaluated(evaluation);
                }
            }
        });
        journal.forEach(entry -> assertThat(fold.add(entry)).isNull());
        fold.advance(to);
        return journal.stream()
                .filter(entry -> entry.t() >= from && entry.t() < to)
                .toList();
    }

    @Override
    public State before(long t, BooleanSupplier stop) {
        Machine machine = Trial.machine();
        State state = State.initial(program);
        for (JournalEntry entry : journal) {
            if (entry.t() > t) {
                break;
            }
            state = machine.advance(state, entry.t(), null).state();
            state = machine.apply(state, entry.time(), InputJson.read(entry.kind(), entry.payload()), null)
                    .state();
        }
        return machine.advance(state, t, null).state();
    }

    /** The first state after a step. */
    static State after(Trial trial, long t) {
        Machine machine = Trial.machine();
        State state = State.initial(trial.state().program());
        for (JournalEntry entry : trial.journal()) {
            state = machine.advance(state, Math.min(entry.t(), t + 1), null).state();
            if (state.t() > t) {
                return state;
            }
            state = machine.apply(state, entry.time(), InputJson.read(entry.kind(), entry.payload()), null)
                    .state();
            if (state.t() > t) {
                return state;
            }
        }
        return machine.advance(state, t + 1, null).state();
    }
}
