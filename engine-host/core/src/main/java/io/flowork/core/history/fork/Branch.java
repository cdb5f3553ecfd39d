package io.flowork.core.history.fork;

import io.flowork.core.journal.Cursor;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Aside;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A branch that goes on from a position without the world, by its effect policy: what it gets is kept as journal entries.
 * An unchanged branch makes the same steps as the one it comes from.
 */
public final class Branch {
    /** Why a branch does not go on. */
    public enum Rest {
        /** It has ended, and its journal is complete. */
        ENDED,
        /** It waits for something that it does not get by its policy: see {@link #wanted()}. */
        WAITS,
        /** It was stopped. */
        STOPPED
    }

    private final Machine machine;
    private final @Nullable Steps steps;
    private final long first;
    private final List<JournalEntry> entries = new ArrayList<>();
    private State state;
    private @Nullable Answers answers;
    private boolean closed;

    /**
     * A branch that has not begun.
     *
     * @param machine makes the steps, and knows the program of the branch
     * @param point where it begins
     * @param steps told of steps, if anybody looks
     */
    public Branch(Machine machine, ForkPoint point, @Nullable Steps steps) {
        this.machine = machine;
        this.state = point.state();
        this.first = point.seq() + 1;
        this.steps = steps;
    }

    /** The state so far. */
    public State state() {
        return state;
    }

    /** All that the branch has got so far, as its journal keeps it. */
    public List<JournalEntry> entries() {
        return List.copyOf(entries);
    }

    /**
     * Begins the branch.
     *
     * @param forked what records that
     * @throws IllegalArgumentException if the run cannot be forked in this way here; the message says why
     */
    public void begin(Input.Forked forked) {
        String refusal = machine.refusal(state, forked);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
        apply(forked, state.now());
    }

    /**
     * Gives the branch an input at its time, if that means something to it.
     *
     * @return whether it did
     */
    public boolean give(Input input) {
        boolean accepted = machine.accepts(state, input);
        if (accepted) {
            apply(input, state.now());
        }
        return accepted;
    }

    /**
     * Makes what the branch got before again, so that it goes on from there.
     *
     * @param recorded what it takes recorded results from
     * @param before its entries, the first of which began it
     * @throws IllegalArgumentException if it comes out differently now, or is no branch beside a run
     */
    public void again(Recorded recorded, List<JournalEntry> before) {
        for (JournalEntry entry : before) {
            made(machine.advance(state, entry.t(), steps));
            Input input = InputJson.read(entry.kind(), entry.payload());
            if (state.t() != entry.t() || !machine.accepts(state, input)) {
                throw new IllegalArgumentException(
                        "the branch does not expect the input '" + entry.kind() + "' at step " + entry.t());
            }
            apply(input, entry.time());
            if (state.hash() != entry.stateHash()) {
                throw new IllegalArgumentException("the branch comes out differently at entry " + entry.seq());
            }
            closed |= input instanceof Input.Closed;
            if (input instanceof Input.Forked forked && forked.aside() != null) {
                prepare(forked.aside(), recorded);
            }
        }
    }

    private Answers prepare(Aside aside, Recorded recorded) {
        Answers given = answers;
        if (given == null) {
            given = new Answers(aside.effects(), recorded);
            given.begin(state);
            answers = given;
        }
        return given;
    }

    /**
     * Goes on as far as it can.
     *
     * @param aside what the branch is
     * @param recorded what it takes recorded results from
     * @param stop whether to stop; looked at every few steps
     */
    public Rest run(Aside aside, Recorded recorded, BooleanSupplier stop) {
        Answers given = prepare(aside, recorded);
        while (!stop.getAsBoolean()) {
            if (state.status().ended() && !state.hasPending()) {
                if (!closed) {
                    apply(new Input.Closed(), state.now());
                    closed = true;
                }
                return Rest.ENDED;
            }
            Answers.Answer next = given.next(state);
            boolean later = next == null || next.t() < 0 || next.t() > state.t();
            if (state.isReady() && later) {
                long before = state.t();
                made(machine.advance(state, Math.min(before + Cursor.SLICE, given.until(before)), steps));
                if (state.t() == before) {
                    return Rest.STOPPED; // an evaluation was interrupted
                }
            } else if (next == null) {
                return Rest.WAITS;
            } else if (machine.accepts(state, next.input())) {
                apply(next.input(), Math.max(state.now(), next.time()));
            } else {
                given.gave(next.input()); // an event that means nothing to the edited program
            }
        }
        return Rest.STOPPED;
    }

    /** What the branch wants of the world. */
    public List<Answers.Wanted> wanted() {
        return answers == null ? List.of() : answers.wanted(state);
    }

    private void apply(Input input, long time) {
        Fold.Applied applied = Fold.apply(machine, state, first + entries.size(), time, input, steps);
        entries.add(applied.entry());
        if (answers != null) {
            answers.gave(input);
        }
        made(applied.outcome());
    }

    private void made(Outcome outcome) {
        state = outcome.state();
        if (answers != null) {
            for (Effect effect : outcome.effects()) {
                answers.asked(effect, state.now());
            }
        }
    }

    /** Whether an input is the result of an effect, or a part of it. */
    public static boolean isAnswer(Input input) {
        return input.key() != null;
    }

    /** What an effect got, for another one. */
    static Input forKey(Input input, String key) {
        return switch (input) {
            case Input.Completed completed -> new Input.Completed(key, completed.output());
            case Input.Failed failed -> new Input.Failed(key, failed.error());
            case Input.Fired fired -> new Input.Fired(key);
            case Input.Event event -> new Input.Event(key, event.event());
            case Input.Started other -> other;
            case Input.Suspend other -> other;
            case Input.Resume other -> other;
            case Input.Cancel other -> other;
            case Input.Stopped other -> other;
            case Input.Broken other -> other;
            case Input.Forked other -> other;
            case Input.Closed other -> other;
        };
    }
}
