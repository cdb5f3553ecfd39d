package io.flowork.runtime;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqBugException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.control.Hold;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one run: take inputs, apply them, advance, append, and only after the commit carry out the effects.
 *
 * <p>An effect never starts before the inputs that caused it are durable.
 */
final class Driver implements Turns {
    /** The semantics version that runs are recorded under. */
    static final int SEMANTICS = 1;

    private static final System.Logger LOG = System.getLogger(Driver.class.getName());

    private final Engine engine;
    private final Run run;
    private final @Nullable Store store;
    private final Machine machine;
    private final Outbox outbox;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final int branch;
    private final List<Input.Event> brought = new ArrayList<>();
    private @Nullable EventMemory memory;
    private @Nullable Lifecycle lifecycle;
    private final List<JsonObject> lived = new ArrayList<>();
    private final List<Run> sendings = new ArrayList<>();
    private State state;
    private boolean closed;
    /** How far the run goes, if somebody controls it. */
    private volatile @Nullable Hold hold;

    private @Nullable State settled;
    private long settledSeq;
    private long seq;
    private long snapshotSeq;
    private Status recorded;
    private long toldSeq;
    private long toldT;
    private Status toldStatus;

    /** A driver of a run; whatever it had to do may have been done before, unless the run is new. */
    private Driver(Engine engine, Run run, Folding.Folded from, boolean again) {
        this.engine = engine;
        this.run = run;
        this.store = engine.store();
        this.machine = machine(engine, run);
        this.outbox = new Outbox(engine, run, again);
        this.branch = from.branch();
        this.state = from.state();
        this.seq = from.next();
        this.snapshotSeq = from.snapshotSeq();
        this.recorded = from.recorded();
        this.toldSeq = seq;
        this.toldT = state.t();
        this.toldStatus = state.status();
    }

    private static Machine machine(Engine engine, Run run) {
        return new Machine(new JqMachine(engine.settings().limits().expression(), run.interrupt()));
    }

    /** A machine that folds: what was recorded came to its end, so a command that comes meanwhile is not for it. */
    static Machine uninterrupted(Engine engine) {
        return new Machine(new JqMachine(engine.settings().limits().expression(), new Interrupt()));
    }

    /** A driver of a new run. */
    static Driver start(Engine engine, Run run, JsonValue input, List<Write> together) {
        State initial = State.initial(run.workflow().program());
        Driver driver = new Driver(engine, run, Folding.Folded.initial(initial, input), false);
        driver.writes.addAll(creation(engine, run, input, together));
        driver.memory = new EventMemory();
        driver.started(input);
        return driver;
    }

    /** What records a run that has not started, together with what is stored only if it is. */
    static List<Write> creation(Engine engine, Run run, JsonValue input, List<Write> together) {
        List<Write> creation = new ArrayList<>(together.size() + 2);
        creation.add(new Write.PutProgram(run.workflow().source()));
        creation.add(new Write.CreateRun(
                run.id(),
                run.workflow().source().hash(),
                Status.PENDING,
                SEMANTICS,
                engine.clock().millis(),
                input,
                run.parent()));
        creation.addAll(together);
        return creation;
    }

    /**
     * A driver of a run that the store has: its journal is folded.
     *
     * @param recovers whether nothing of the run is at work, as after a crash: then its outstanding effects are carried
     *     out again
     */
    static Driver fold(Engine engine, Run run, boolean recovers) {
        Folding.Folded folded = Folding.fold(engine, run, uninterrupted(engine));
        Driver driver = new Driver(engine, run, folded, true);
        if (folded.next() == 0) {
            driver.started(folded.input());
        } else if (recovers) {
            driver.effects.addAll(
                    folded.cancelled()); // runs that were to be cancelled, for one, know only by being told
            driver.effects.addAll(folded.state().pendingEffects());
            driver.control();
            driver.advance();
        } else {
            driver.rest();
        }
        return driver;
    }

    /** Makes the steps after the last entry, which were made before the state left memory: what they want is at work. */
    private void rest() {
        while (state.isReady()) {
            run.interrupt().clear();
            state = machine.advance(state, Long.MAX_VALUE, null).state();
        }
        toldT = state.t();
        toldStatus = state.status();
    }

    private void started(JsonValue input) {
        apply(new Input.Started(
                run.id(),
                input,
                Machine.runtime(engine.settings().version()),
                engine.settings().limits()));
    }

    /** Whether the run has ended and nothing that it left is at work. */
    private boolean hasEnded() {
        return state.status().ended() && !state.hasPending();
    }

    @Override
    public void turn() {
        lifecycle = Lifecycle.of(engine, run);
        control();
        for (Run.Given given = run.inputs().poll();
                given != null;
                given = run.inputs().poll()) {
            Input next = given.input();
            switch (next) {
                case Input.Completed completed -> outbox.done(completed.key());
                case Input.Failed failed -> outbox.done(failed.key());
                default -> {}
            }
            if (next instanceof Input.Event event) {
                boolean waitedFor = run.wasBrought(event);
                boolean accepted = waitedFor ? take(event) : apply(event);
                outbox.looked(event, accepted);
                if (waitedFor) {
                    brought.add(event);
                }
            } else if (apply(next)) {
                answer(given);
                if (lifecycle != null) {
                    lifecycle.applied(next, state);
                }
            }
        }
        if (run.inputs().isEmpty()) { // else a command has interrupted the run
            advance();
        }
        outbox.makeRoom(state);
        if (hasEnded() && !closed) {
            apply(new Input.Closed());
            closed = true;
        }
        live();
        append();
    }

    /** Stores what is answered to a command together with the command. */
    private void answer(Run.Given given) {
        if (store != null && given.answer() != null) {
            writes.add(new Write.PutCommand(given.answer().apply(state.status())));
        }
    }

    private void control() {
        hold = engine.controls().hold(run.id(), hold, state);
    }

    /** Who follows the steps. */
    private @Nullable Steps steps() {
        Steps followed = lifecycle == null ? run.steps() : lifecycle;
        Hold at = hold;
        return at == null ? followed : at.and(followed);
    }

    /** Adds to what is recorded now the runs that send what happened to those outside. */
    private void live() {
        Lifecycle life = lifecycle;
        Status before = toldStatus;
        toldStatus = state.status();
        if (life == null) {
            return;
        }
        if (toldStatus != before) {
            life.status(toldStatus, state.t(), state.now());
        }
        for (JsonObject event : life.take()) {
            lived.add(event);
            for (PlannedRun planned : engine.events().lifecycle().sendings(event)) {
                Run sending = new Run(engine, planned.id(), planned.caller(), planned.workflow(), null, null);
                writes.addAll(creation(engine, sending, planned.input(), List.of()));
                sendings.add(sending);
            }
        }
    }

    /** Applies an event, or a message that its sender keeps, unless the run took it before; says whether it did now. */
    private boolean take(Input.Event event) {
        if (EventMemory.identity(event) == null) {
            return apply(event);
        }
        EventMemory known = memory;
        if (known == null) {
            known = EventMemory.of(store, run.id(), branch, seq - entries.size());
            memory = known;
        }
        boolean taken = !known.isRepeated(event) && apply(event);
        if (taken) {
            known.add(event);
        }
        return taken;
    }

    @Override
    public @Nullable RunResult carryOut() {
        engine.committed(run, seq - toldSeq, state.t() - toldT);
        toldSeq = seq;
        toldT = state.t();
        sendings.forEach(engine::beginRecorded);
        sendings.clear();
        if (!lived.isEmpty()) {
            Lifecycle.tell(engine, run, lived);
            lived.clear();
        }
        brought.forEach(run::answer);
        brought.clear();
        if (!effects.isEmpty() && !engine.isStopping()) {
            effects.forEach(effect -> outbox.carryOut(effect, state));
            effects.clear();
        }
        if (effects.isEmpty()) {
            settled = state;
            settledSeq = seq;
        }
        Hold at = hold;
        if (at != null) {
            at.tell(seq, state);
        }
        if (closed) {
            outbox.close();
            return new RunResult(run.id(), state.status(), state.output(), state.error());
        }
        return null;
    }

    @Override
    public boolean hasMore() {
        return (state.isReady() && !isHeld()) || !run.inputs().isEmpty();
    }

    private boolean isHeld() {
        Hold at = hold;
        return at != null && at.isHeld();
    }

    @Override
    public boolean isHeldInVain() {
        return engine.controls().isStale(run.id(), hold);
    }

    @Override
    public boolean mayLeave() {
        return store != null
                && run.steps() == null
                && effects.isEmpty()
                && !outbox.hasCalls()
                && !state.isReady()
                && !isHeld();
    }

    @Override
    public boolean isCalling() {
        return outbox.isCalling();
    }

    @Override
    public void abandon() {
        outbox.leave();
    }

    /** Applies an input; says whether it meant something to the run. */
    private boolean apply(Input next) {
        boolean applied = false;
        boolean accepted = true;
        while (!applied) {
            run.interrupt().clear();
            try {
                accepted = tryApply(next);
                applied = true;
            } catch (JqException e) {
                if (e.kind() != JqException.Kind.INTERRUPTED) {
                    throw e;
                }
            } catch (RuntimeException e) { // a bug of ours must not end as a run that hangs
                applied = true;
                fault(e);
            }
        }
        return accepted;
    }

    /** Ends the run because of a bug in the machine, in whose place it was: that is recorded like any other input. */
    private void fault(RuntimeException bug) {
        if (state.status().ended()) {
            throw bug;
        }
        LOG.log(System.Logger.Level.ERROR, "The run " + run.id() + " met a bug of Flowork", bug);
        String where = bug instanceof JqBugException inside ? ", in " + inside.getMessage() : " here";
        tryApply(new Input.Broken(WorkflowError.of(
                Kind.RUNTIME,
                "Flowork itself failed" + where
                        + " (FW5001). The run is recorded up to this point: please report it with"
                        + " the recording; the log has the details")));
    }

    /** Applies an input, or does nothing at all; says which. */
    private boolean tryApply(Input next) {
        if (!machine.accepts(state, next)) {
            return false;
        }
        long now = engine.clock().millis();
        if (store == null) {
            record(machine.apply(state, now, next, steps()));
            return true;
        }
        Fold.Applied applied = Fold.apply(machine, state, seq, now, next, steps());
        entries.add(applied.entry());
        seq++;
        record(applied.outcome());
        return true;
    }

    private void record(Outcome outcome) {
        state = outcome.state();
        effects.addAll(outcome.effects());
    }

    /**
     * Makes steps until nothing is ready or the turn is over; a command interrupts an evaluation. One that takes too long
     * is interrupted too, and that becomes an input, so that the transition fails here and in every replay.
     */
    private void advance() {
        Hold at = hold;
        if (at != null && at.isHeld()) {
            return;
        }
        run.interrupt().clear();
        run.watch().begin();
        try {
            long until = state.t() + engine.settings().turnSteps();
            record(machine.advance(state, at == null ? until : at.until(until), steps()));
        } catch (RuntimeException e) { // a bug of ours must not end as a run that hangs
            fault(e);
        }
        if (run.watch().end()) {
            apply(new Input.Stopped(engine.settings().evaluationMillis()));
        }
        if (at != null) {
            at.rest(machine, state);
        }
    }

    // --- recording ---

    /** Hands what is new to the store, in one transaction. A run that ends within its first turn costs one. */
    @SuppressWarnings("FutureReturnValueIgnored") // the run is told
    private void append() {
        if (store == null || (entries.isEmpty() && writes.isEmpty() && recorded == state.status())) {
            run.committed(null);
            return;
        }
        if (!entries.isEmpty()) {
            writes.add(new Write.Append(run.id(), branch, entries));
        }
        if (recorded != state.status()) {
            boolean ended = state.status().ended();
            writes.add(new Write.UpdateRun(
                    run.id(),
                    state.status(),
                    recorded == Status.PENDING ? state.startedAt() : null,
                    ended ? state.now() : null,
                    state.output(),
                    state.error() == null ? null : state.error().toJson()));
            recorded = state.status();
        }
        if (!state.status().ended()) {
            snapshotAfter(engine.settings().snapshotEvery());
        }
        entries.clear();
        CompletableFuture<Void> durable = store.submit(List.copyOf(writes));
        writes.clear();
        durable.whenComplete((stored, failure) -> run.committed(failure));
    }

    /**
     * Adds a snapshot to what is written if there were so many entries since the last. It is of a state whose effects were
     * carried out, so that a fold from there meets every effect that may not have been.
     */
    private void snapshotAfter(long entries) {
        State at = settled;
        if (at == null || settledSeq - snapshotSeq < entries) {
            return;
        }
        snapshotSeq = settledSeq;
        writes.add(new Write.PutSnapshot(
                new Snapshot(run.id(), branch, settledSeq - 1, at.t(), ValueCodec.encode(at.toJson()), at.hash())));
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // without it a fold takes longer
    public void snapshot() {
        if (store == null) {
            return;
        }
        snapshotAfter(engine.settings().snapshotEvery() / 4);
        if (!writes.isEmpty()) {
            store.submit(List.copyOf(writes));
            writes.clear();
        }
    }
}
