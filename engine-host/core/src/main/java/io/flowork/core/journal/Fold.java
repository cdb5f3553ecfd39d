package io.flowork.core.journal;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonObject;
import java.util.HexFormat;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds a journal: from a state and the entries after it to the state after them.
 *
 * <p>Recovery, replay, seeking and reading a recording are this and nothing else.
 */
public final class Fold {
    private final Machine machine;
    private final @Nullable Steps steps;
    private final Consumer<Effect> effects;
    private State state;

    /**
     * Begins a fold.
     *
     * @param machine makes the steps
     * @param start the state before the first entry: the initial one, or one from a snapshot
     * @param steps told of steps, if anybody looks
     */
    public Fold(Machine machine, State start, @Nullable Steps steps) {
        this(machine, start, steps, effect -> {});
    }

    /**
     * Begins a fold.
     *
     * @param machine makes the steps
     * @param start the state before the first entry: the initial one, or one from a snapshot
     * @param steps told of steps, if anybody looks
     * @param effects told of what was wanted of the world, which may be over since
     */
    public Fold(Machine machine, State start, @Nullable Steps steps, Consumer<Effect> effects) {
        this.machine = machine;
        this.state = start;
        this.steps = steps;
        this.effects = effects;
    }

    /** The state so far. */
    public State state() {
        return state;
    }

    /**
     * Makes the steps up to an entry and applies it.
     *
     * @return null if the run came out as it was recorded, else the first difference, after which the fold must not go
     *     on
     */
    public @Nullable Difference add(JournalEntry entry) {
        return add(entry, true);
    }

    /**
     * Makes the steps up to an entry and applies it.
     *
     * @param compare whether the state is compared with what is recorded; not needed for an entry that was before
     */
    @Nullable
    Difference add(JournalEntry entry, boolean compare) {
        advance(entry.t());
        if (state.t() != entry.t()) {
            return new Difference(
                    entry.seq(),
                    "the input '" + entry.kind() + "' was applied at step " + entry.t()
                            + ", but the run comes to rest at step " + state.t());
        }
        Input input = InputJson.read(entry.kind(), entry.payload());
        if (!machine.accepts(state, input)) {
            String refusal = input instanceof Input.Forked forked ? machine.refusal(state, forked) : null;
            return new Difference(
                    entry.seq(),
                    "the run does not expect the input '" + entry.kind() + "' at step " + entry.t()
                            + (refusal == null ? "" : ": " + refusal));
        }
        made(machine.apply(state, entry.time(), input, steps));
        return compare ? compared(entry) : null;
    }

    private @Nullable Difference compared(JournalEntry entry) {
        long hash = state.hash();
        return hash == entry.stateHash()
                ? null
                : new Difference(
                        entry.seq(),
                        "the state after the input '" + entry.kind() + "' at step " + entry.t() + " has the hash "
                                + hex(hash) + ", recorded is " + hex(entry.stateHash()));
    }

    private static String hex(long hash) {
        return HexFormat.of().toHexDigits(hash);
    }

    /** Makes steps until nothing is ready, or until a step number is reached. */
    public void advance(long untilT) {
        made(machine.advance(state, untilT, steps));
    }

    private void made(Outcome outcome) {
        state = outcome.state();
        outcome.effects().forEach(effects);
    }

    /**
     * Applies an input that is not recorded yet, and says how to record it.
     *
     * @param seq the number the entry gets
     * @param time when it happened, in milliseconds since 1970-01-01 UTC
     * @param input an input that the machine accepts
     */
    public static Applied apply(Machine machine, State state, long seq, long time, Input input, @Nullable Steps steps) {
        long at = Math.max(time, state.now());
        Outcome outcome = machine.apply(state, at, input, steps);
        JsonObject payload = InputJson.payload(input);
        JournalEntry entry = new JournalEntry(
                seq,
                state.t(),
                at,
                InputJson.kind(input),
                payload,
                outcome.state().hash());
        return new Applied(outcome, entry);
    }

    /**
     * An input that was applied.
     *
     * @param outcome the state after it, and the {@link Effect}s it led to
     * @param entry how to record it
     */
    public record Applied(Outcome outcome, JournalEntry entry) {}

    /**
     * Where a fold differs from what was recorded.
     *
     * @param seq the number of the journal entry
     * @param reason what differs, in words
     */
    public record Difference(long seq, String reason) {}
}
