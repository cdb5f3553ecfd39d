package io.flowork.runtime;

import io.flowork.core.jq.Interrupt;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.store.ParentRun;
import io.flowork.store.StoredCommand;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run that has not ended.
 *
 * <p>It has a turn when there is something to do, on one thread at a time. In between it is at rest; when it rests for
 * long and nothing of it is at work, its state leaves memory and is folded again from its journal for its next turn.
 */
public final class Run {
    private final Engine engine;
    private final String id;
    private final String caller;
    private final LoadedWorkflow workflow;
    private final @Nullable ParentRun parent;
    private final @Nullable Integer beside;
    private final @Nullable Steps steps;
    private final Queue<Given> inputs = new ConcurrentLinkedQueue<>();
    /** Who waits until an event is recorded, by the subscription's key and the event itself. */
    private final Map<Receipt, CompletableFuture<Void>> receipts = new ConcurrentHashMap<>();

    /** Whether the run has, or waits for, a turn; as it does until it has begun. */
    private final AtomicBoolean queued = new AtomicBoolean(true);

    private final Interrupt interrupt = new Interrupt();
    private volatile CompletableFuture<Void> recorded = CompletableFuture.completedFuture(null);
    private final CompletableFuture<Run> accepted = new CompletableFuture<>();
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();
    private final CompletableFuture<Void> atListening = new CompletableFuture<>();
    private final Watch watch;
    private volatile @Nullable Turns driver;
    private boolean known;
    private volatile boolean atWork;
    private volatile long restingSince = Long.MAX_VALUE;

    /**
     * A run; until it begins with a driver it is one that the store has.
     *
     * @param caller who starts it; empty when nobody is known
     * @param parent the run whose effect wants it, if one does
     * @param steps told of every step, if anybody looks
     */
    Run(
            Engine engine,
            String id,
            String caller,
            LoadedWorkflow workflow,
            @Nullable ParentRun parent,
            @Nullable Steps steps) {
        this(engine, id, caller, workflow, parent, null, steps);
    }

    /**
     * A branch beside a run.
     *
     * @param number the branch's number
     */
    Run(Engine engine, String id, int number, LoadedWorkflow workflow) {
        this(engine, id, "", workflow, null, number, null);
    }

    private Run(
            Engine engine,
            String id,
            String caller,
            LoadedWorkflow workflow,
            @Nullable ParentRun parent,
            @Nullable Integer beside,
            @Nullable Steps steps) {
        this.beside = beside;
        this.engine = engine;
        this.id = id;
        this.caller = caller;
        this.workflow = workflow;
        this.parent = parent;
        this.steps = steps;
        this.watch = new Watch(interrupt, engine.settings().evaluationMillis());
    }

    /** The run's id. */
    public String id() {
        return id;
    }

    /** The number of the branch, if this is one beside the run and not the run itself. */
    @Nullable
    Integer beside() {
        return beside;
    }

    /** Leaves what a branch has at work, as the engine ends: it can be made again. */
    void leaveBeside() {
        Turns at = driver;
        if (at != null) {
            at.abandon();
        }
    }

    /** What runs whose turns are shared out among each other have in common: the workflow. */
    String group() {
        return workflow.source().hash();
    }

    /** Who started it; empty when nobody is known. */
    String caller() {
        return caller;
    }

    LoadedWorkflow workflow() {
        return workflow;
    }

    /** The run whose effect wants this one, if one does. */
    @Nullable
    ParentRun parent() {
        return parent;
    }

    @Nullable
    Steps steps() {
        return steps;
    }

    /**
     * An input that the run has not looked at.
     *
     * @param answer what is stored together with it, if it means something to the run, by the status that comes of it
     */
    record Given(Input input, @Nullable Function<Status, StoredCommand> answer) {}

    Queue<Given> inputs() {
        return inputs;
    }

    Interrupt interrupt() {
        return interrupt;
    }

    Watch watch() {
        return watch;
    }

    // --- turns ---

    /** The run is being recorded, and begins after that when it is its turn. */
    @SuppressWarnings("FutureReturnValueIgnored") // the run is told
    void queued(CompletableFuture<Void> durable) {
        recorded = durable;
        durable.whenComplete((stored, failure) -> {
            if (failure == null) {
                accepted.complete(this);
            } else {
                failed(failure);
            }
        });
    }

    /** Begins a run that is new, or goes on with one that the store has. The run is admitted. */
    @SuppressWarnings("FutureReturnValueIgnored") // one that could not be recorded has failed
    void begin(@Nullable Turns first) {
        driver = first;
        known = first == null;
        atWork = true;
        recorded.thenRun(() -> engine.scheduler().add(this));
        if (result.isDone()) { // it could not be recorded while it waited
            noLongerAtWork();
        }
    }

    /** An event that was brought to a subscription: this one, not one that is equal to it. */
    private record Receipt(Input.Event event) {
        @Override
        @SuppressWarnings("ReferenceEquality") // this very event
        public boolean equals(@Nullable Object other) {
            return other instanceof Receipt that && event == that.event;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(event);
        }
    }

    /** Gives the run an event. The answer comes once it is recorded, or known to mean nothing to the run. */
    CompletableFuture<Void> bring(Input.Event event) {
        CompletableFuture<Void> answer = new CompletableFuture<>();
        receipts.put(new Receipt(event), answer);
        give(event);
        if (result.isDone()) {
            refuseEvents();
        }
        return answer;
    }

    /** Whether somebody waits for what becomes of an event. */
    boolean wasBrought(Input.Event event) {
        return receipts.containsKey(new Receipt(event));
    }

    /** An event is recorded, or means nothing to the run. */
    void answer(Input.Event event) {
        CompletableFuture<Void> answer = receipts.remove(new Receipt(event));
        if (answer != null) {
            answer.complete(null);
        }
    }

    /** The run has ended, or cannot go on: it takes no event any more. */
    private void refuseEvents() {
        boolean failed = result.isCompletedExceptionally();
        for (Receipt receipt : List.copyOf(receipts.keySet())) {
            CompletableFuture<Void> answer = receipts.remove(receipt);
            if (answer != null && failed) {
                answer.completeExceptionally(
                        new RunFailedException("The run " + id + " can no longer be recorded", result.exceptionNow()));
            } else if (answer != null) {
                answer.complete(null);
            }
        }
    }

    /** Gives the run an input; it is dropped when it means nothing to the run by then. */
    void give(Input input) {
        inputs.add(new Given(input, null));
        wake();
    }

    /** Gives the run an input; says whether it is to have a turn, which the caller sees to then. */
    boolean take(Input input) {
        inputs.add(new Given(input, null));
        return queued.compareAndSet(false, true);
    }

    /** Lets the run look how far it may go now. */
    void lookAgain() {
        wake();
    }

    private void wake() {
        if (queued.compareAndSet(false, true)) {
            engine.scheduler().add(this);
        }
    }

    /** One turn, on a thread of the scheduler's. */
    void turn() {
        restingSince = Long.MAX_VALUE;
        try {
            if (driver == null) {
                if (!atWork) {
                    atWork = true;
                    engine.admission().returned(this);
                }
                driver = Driver.fold(engine, this, known);
                known = false;
            }
            driver.turn();
        } catch (RuntimeException | Error e) {
            failed(e);
        }
    }

    /** What the turn did is durable, or there was nothing: on the thread that writes, or the turn's. */
    void committed(@Nullable Throwable failure) {
        if (failure != null) {
            failed(failure);
            return;
        }
        accepted.complete(this);
        Turns at = driver;
        if (at == null || result.isDone()) {
            return;
        }
        RunResult ended = at.carryOut();
        atListening.complete(null);
        if (ended != null) {
            engine.ended(this, ended);
            result.complete(ended);
            refuseEvents();
            noLongerAtWork();
        } else if (at.hasMore()) {
            engine.scheduler().add(this);
        } else {
            rest(at);
        }
    }

    private void rest(Turns at) {
        boolean mayLeave = at.mayLeave();
        if (mayLeave && engine.admission().hasQueue()) {
            away(at);
        } else {
            restingSince = mayLeave ? System.nanoTime() : Long.MAX_VALUE;
        }
        queued.set(false);
        if (!inputs.isEmpty() || at.isHeldInVain()) {
            wake();
        }
    }

    private void failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        RunFailedException why = new RunFailedException(
                "The run " + id + " stopped because it can no longer be recorded. " + cause.getMessage(), cause);
        if (driver != null) {
            driver.abandon();
        }
        engine.failed(this, why);
        accepted.completeExceptionally(why);
        result.completeExceptionally(why);
        atListening.complete(null);
        refuseEvents();
        noLongerAtWork();
    }

    /** Lets the run's state leave memory if it has been at rest since a time; the state is in the store. */
    void leave(long restedSince) {
        if (restingSince > restedSince || !queued.compareAndSet(false, true)) {
            return;
        }
        Turns at = driver;
        if (inputs.isEmpty() && at != null && at.mayLeave()) {
            away(at);
        }
        restingSince = Long.MAX_VALUE;
        queued.set(false);
        if (!inputs.isEmpty() || (at != null && at.isHeldInVain())) {
            wake();
        }
    }

    private void away(Turns at) {
        at.snapshot();
        driver = null;
        noLongerAtWork();
    }

    private void noLongerAtWork() {
        if (atWork) {
            atWork = false;
            engine.left(this);
        }
    }

    /** Whether the run's state is in the store only. */
    boolean isAway() {
        return driver == null && !result.isDone();
    }

    /** Whether the run has, or waits for, a turn, or has calls at work that will end; not when it waits to be admitted. */
    boolean isBusy() {
        Turns at = driver;
        return atWork && (queued.get() || (at != null && at.isCalling()));
    }

    // --- commands ---

    /** Ends the run as soon as it can be stopped, an evaluation included. */
    public void cancel(String reason) {
        cancel(reason, null);
    }

    /**
     * Ends the run as soon as it can be stopped.
     *
     * @param answer what is stored together with the command, by the status that comes of it
     */
    public void cancel(String reason, @Nullable Function<Status, StoredCommand> answer) {
        command(new Input.Cancel(reason), answer);
    }

    /** Stops the run for now. */
    public void suspend(@Nullable String by) {
        suspend(by, null);
    }

    /**
     * Stops the run for now.
     *
     * @param answer what is stored together with the command, by the status that comes of it
     */
    public void suspend(@Nullable String by, @Nullable Function<Status, StoredCommand> answer) {
        command(new Input.Suspend(by), answer);
    }

    /** Lets a suspended run go on. */
    public void resume(@Nullable String by) {
        resume(by, null);
    }

    /**
     * Lets a suspended run go on.
     *
     * @param answer what is stored together with the command, by the status that comes of it
     */
    public void resume(@Nullable String by, @Nullable Function<Status, StoredCommand> answer) {
        command(new Input.Resume(by), answer);
    }

    private void command(Input command, @Nullable Function<Status, StoredCommand> answer) {
        inputs.add(new Given(command, answer));
        wake();
        interrupt.raise();
        if (engine.admission().promote(this)) {
            begin(null);
        }
    }

    // --- results ---

    /** Calls an action once the run has ended and all of it is recorded, with its result or with why there is none. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is to be done after the action
    public void whenEnded(BiConsumer<? super @Nullable RunResult, ? super @Nullable Throwable> action) {
        result.whenComplete(action);
    }

    /** Whether the run has ended and all of it is recorded. */
    public boolean isDone() {
        return result.isDone();
    }

    /** Completed once the run listens for the events that it waits for by then, or never will. */
    CompletableFuture<Void> atListening() {
        return atListening;
    }

    /** Completed once the run's beginning is recorded; exceptionally if it cannot be. */
    public CompletableFuture<Run> accepted() {
        return accepted.copy();
    }

    /**
     * Waits until the run's beginning is recorded: from then on it survives a crash.
     *
     * @throws RunFailedException if it cannot be recorded
     */
    public Run awaitAccepted() {
        return get(accepted);
    }

    /**
     * Waits for the end of the run.
     *
     * @throws RunFailedException if it cannot go on for a reason outside its workflow
     */
    public RunResult await() {
        return get(result);
    }

    private static <T> T get(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    void awaitQuietly() {
        result.handle((ended, failure) -> failure).join();
    }
}
