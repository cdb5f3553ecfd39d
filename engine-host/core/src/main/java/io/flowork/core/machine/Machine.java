package io.flowork.core.machine;

import io.flowork.core.jq.JqMachine;
import io.flowork.core.program.Program;
import io.flowork.core.program.ProgramSource;
import io.flowork.grammar.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Folds inputs into states.
 *
 * <p>The results depend on the arguments alone. An instance keeps scratch space for evaluating expressions, so one
 * thread uses it at a time.
 */
public final class Machine {
    private final JqMachine jq;
    private final ProgramSource programs;

    /**
     * Creates a machine for runs without forks that have programs of their own.
     *
     * @param jq evaluates expressions, by the limits that the run recorded, and can be interrupted
     */
    public Machine(JqMachine jq) {
        this(jq, ProgramSource.NONE);
    }

    /**
     * Creates a machine.
     *
     * @param jq evaluates expressions, by the limits that the run recorded, and can be interrupted
     * @param programs the programs of forks
     */
    public Machine(JqMachine jq, ProgramSource programs) {
        this.jq = jq;
        this.programs = programs;
    }

    /**
     * Whether an input means something to a run in this state. One that does not is dropped before it is journaled: a
     * completion nobody waits for, an event that matches no filter, a command to an ended run.
     */
    public boolean accepts(State state, Input input) {
        boolean ended = state.status().ended();
        return switch (input) {
            case Input.Started started -> state.status() == Status.PENDING;
            case Input.Completed completed -> state.pending.has(completed.key());
            case Input.Failed failed -> state.pending.has(failed.key());
            case Input.Fired fired -> state.pending.has(fired.key());
            case Input.Event event ->
                !ended
                        && state.pending.has(event.key())
                        && event.event().depth() <= Limits.LEVELS
                        && turn(state, state.now(), null).acceptsEvent(event);
            case Input.Suspend suspend -> !ended && state.status() != Status.SUSPENDED;
            case Input.Resume resume -> state.status() == Status.SUSPENDED;
            case Input.Cancel cancel -> !ended;
            case Input.Stopped stopped -> state.isReady();
            case Input.Broken broken -> !ended;
            case Input.Forked forked -> refusal(state, forked) == null;
            case Input.Closed closed -> ended;
        };
    }

    /** Why a run in this state cannot be forked in this way, in words that say what to do; null if it can. */
    public @Nullable String refusal(State state, Input.Forked forked) {
        if (state.status().ended()) {
            return "the run is " + state.status().text() + " there, so nothing goes on: fork earlier";
        }
        if (state.status() == Status.PENDING && forked.aside() != null) {
            return "the run has not started there: fork later";
        }
        if (forked.branch() <= state.branch) {
            return "the branch has the number of one that is there already";
        }
        if (forked.visit() >= 0 && !state.isActive(forked.visit())) {
            return "the visit " + forked.visit() + " of a task is not at work there, so it cannot begin anew";
        }
        if (forked.aside() == null) {
            return null;
        }
        try {
            turn(state, state.now(), null).apply(forked, program(forked));
            return null;
        } catch (Forking.Refused e) {
            return e.getMessage();
        }
    }

    private @Nullable Program program(Input.Forked forked) {
        Aside aside = forked.aside();
        String hash = aside == null ? null : aside.program();
        return hash == null ? null : programs.find(hash);
    }

    /**
     * Applies an input, without making the steps that follow from it.
     *
     * @param state the state that {@link #accepts} the input
     * @param time when it happened, in milliseconds since 1970-01-01 UTC; never earlier than {@link State#now()}
     * @param input the input
     * @param steps told of steps, if anybody looks
     * @throws io.flowork.core.jq.JqException when an evaluation was interrupted: nothing has happened then
     */
    public Outcome apply(State state, long time, Input input, @Nullable Steps steps) {
        long now = Math.max(time, state.now());
        if (input instanceof Input.Started started) {
            return Turn.starting(state, now, jq, steps, started).outcome();
        }
        Turn turn = turn(state, now, steps);
        turn.apply(input, input instanceof Input.Forked forked ? program(forked) : null);
        return turn.outcome();
    }

    /**
     * Makes steps until nothing is ready, until the run's step number reaches a limit, or until who follows them has
     * {@link Steps#isEnough() enough}.
     *
     * @param state where to begin
     * @param untilT the number of the first step not to make; an advance may go a few steps beyond when they belong to
     *     one transition
     * @param steps told of steps, if anybody looks
     * @return the state after the last whole transition; an interrupted evaluation ends an advance early, before the
     *     transition it belongs to
     */
    public Outcome advance(State state, long untilT, @Nullable Steps steps) {
        if (!state.isReady() || state.t() >= untilT) {
            return new Outcome(state, List.of());
        }
        Turn turn = turn(state, state.now(), steps);
        turn.run(untilT);
        return turn.outcome();
    }

    private Turn turn(State state, long now, @Nullable Steps steps) {
        return new Turn(state, now, jq, steps);
    }

    /** What {@code $runtime} is for a version of this product. */
    public static JsonObject runtime(String version) {
        return new JsonObject.Builder()
                .put("name", "flowork")
                .put("version", version)
                .put("metadata", JsonObject.EMPTY)
                .build();
    }
}
