package io.flowork.runtime;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.journal.Fold;
import io.flowork.core.journal.JournalEntry;
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
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.ParentRun;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one run: take inputs, apply them, advance, append, and only after the commit carry out the effects.
 *
 * <p>An effect never starts before the inputs that caused it are durable.
 */
final class Driver {
    /** The semantics version that runs are recorded under. */
    static final int SEMANTICS = 1;

    private static final System.Logger LOG = System.getLogger(Driver.class.getName());

    private final Engine engine;
    private final Run run;
    private final LoadedWorkflow workflow;
    private final JsonValue input;
    private final @Nullable Steps steps;
    private final @Nullable ParentRun parent;
    private final @Nullable Store store;
    private final Machine machine;
    private final Outbox outbox;
    private final List<JournalEntry> entries = new ArrayList<>();
    private final List<Write> writes = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private State state;
    private boolean closed;
    private long seq;
    private long snapshotSeq;
    private Status recorded = Status.PENDING;
    private CompletableFuture<Void> durable = CompletableFuture.completedFuture(null);

    Driver(
            Engine engine,
            Run run,
            LoadedWorkflow workflow,
            JsonValue input,
            @Nullable Steps steps,
            @Nullable ParentRun parent) {
        this.engine = engine;
        this.run = run;
        this.workflow = workflow;
        this.input = input;
        this.steps = steps;
        this.parent = parent;
        this.store = engine.store();
        this.machine = new Machine(new JqMachine(engine.settings().limits().expression(), run.interrupt()));
        this.outbox = new Outbox(engine, run, workflow.folder());
        this.state = State.initial(workflow.program());
    }

    RunResult drive() {
        try {
            create();
            apply(new Input.Started(
                    run.id(),
                    input,
                    Machine.runtime(engine.settings().version()),
                    engine.settings().limits()));
            do {
                turn();
            } while (!closed);
            durable.join();
            return new RunResult(run.id(), state.status(), state.output(), state.error());
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new RunFailedException(
                    "The run " + run.id() + " stopped because it can no longer be recorded. " + cause.getMessage(),
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RunFailedException("The run " + run.id() + " was interrupted; what it did so far is recorded", e);
        } finally {
            outbox.close();
        }
    }

    /** Whether the run has ended and nothing that it left is at work. */
    private boolean hasEnded() {
        return state.status().ended() && !state.hasPending();
    }

    private void turn() throws InterruptedException {
        takeInputs();
        advance();
        if (hasEnded()) {
            apply(new Input.Closed());
            closed = true;
        }
        append();
        if (!effects.isEmpty()) {
            durable.join();
            effects.forEach(outbox::carryOut);
            effects.clear();
        }
        if (!state.isReady() && !closed) {
            waitForInput();
        }
    }

    private void takeInputs() {
        for (Input next = run.inputs().poll(); next != null; next = run.inputs().poll()) {
            apply(next);
        }
        for (Input due = outbox.due(engine.clock().millis());
                due != null;
                due = outbox.due(engine.clock().millis())) {
            apply(due);
        }
    }

    private void waitForInput() throws InterruptedException {
        long wait = outbox.untilNextDue(engine.clock().millis());
        Input next = wait < 0 ? run.inputs().take() : run.inputs().poll(wait, TimeUnit.MILLISECONDS);
        if (next != null) {
            apply(next);
        }
    }

    private void apply(Input next) {
        boolean applied = false;
        while (!applied) {
            run.interrupt().clear();
            try {
                tryApply(next);
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

    /** Applies an input, or does nothing at all. */
    private void tryApply(Input next) {
        if (!machine.accepts(state, next)) {
            return;
        }
        long now = engine.clock().millis();
        if (store == null) {
            record(machine.apply(state, now, next, steps));
            return;
        }
        Fold.Applied applied = Fold.apply(machine, state, seq, now, next, steps);
        entries.add(applied.entry());
        seq++;
        record(applied.outcome());
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
        run.interrupt().clear();
        if (!run.inputs().isEmpty()) {
            return;
        }
        run.watch().begin();
        try {
            record(machine.advance(state, state.t() + engine.settings().turnSteps(), steps));
        } catch (RuntimeException e) { // a bug of ours must not end as a run that hangs
            fault(e);
        }
        if (run.watch().end()) {
            apply(new Input.Stopped(engine.settings().evaluationMillis()));
        }
    }

    // --- recording ---

    private void create() {
        writes.add(new Write.PutProgram(workflow.source()));
        writes.add(new Write.CreateRun(
                run.id(),
                workflow.source().hash(),
                Status.PENDING,
                SEMANTICS,
                engine.clock().millis(),
                input,
                parent));
    }

    /** Hands what is new to the store, in one transaction. A run that ends within its first turn costs one. */
    private void append() {
        if (store == null || (entries.isEmpty() && recorded == state.status())) {
            return;
        }
        if (!entries.isEmpty()) {
            writes.add(new Write.Append(run.id(), 0, entries));
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
        if (seq - snapshotSeq >= engine.settings().snapshotEvery()
                && !state.status().ended()) {
            snapshotSeq = seq;
            writes.add(new Write.PutSnapshot(
                    new Snapshot(run.id(), 0, seq - 1, state.t(), ValueCodec.encode(state.toJson()), state.hash())));
        }
        entries.clear();
        durable = CompletableFuture.allOf(durable, store.submit(List.copyOf(writes)));
        writes.clear();
    }
}
