package io.flowork.runtime;

import io.flowork.core.jq.Interrupt;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Steps;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
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
    private final LoadedWorkflow workflow;
    private final @Nullable Steps steps;
    private final Queue<Input> inputs = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean queued = new AtomicBoolean();
    private final Interrupt interrupt = new Interrupt();
    private final CompletableFuture<Run> accepted = new CompletableFuture<>();
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();
    private final Watch watch;
    private volatile @Nullable Driver driver;
    private boolean known;
    private volatile boolean away;
    private volatile long restingSince = Long.MAX_VALUE;

    /** A run; without a driver it is one that the store has. */
    Run(Engine engine, String id, LoadedWorkflow workflow, @Nullable Steps steps) {
        this.engine = engine;
        this.id = id;
        this.workflow = workflow;
        this.steps = steps;
        this.watch = new Watch(interrupt, engine.settings().evaluationMillis());
    }

    /** The run's id. */
    public String id() {
        return id;
    }

    /** What runs whose turns are shared out among each other have in common: the workflow. */
    String group() {
        return workflow.source().hash();
    }

    LoadedWorkflow workflow() {
        return workflow;
    }

    @Nullable
    Steps steps() {
        return steps;
    }

    Queue<Input> inputs() {
        return inputs;
    }

    Interrupt interrupt() {
        return interrupt;
    }

    Watch watch() {
        return watch;
    }

    // --- turns ---

    /** Begins a run that is new, or goes on with one that the store has. */
    void begin(@Nullable Driver first) {
        driver = first;
        known = first == null;
        queued.set(true);
        engine.scheduler().add(this);
    }

    /** Gives the run an input; it is dropped when it means nothing to the run by then. */
    void give(Input input) {
        inputs.add(input);
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
                driver = Driver.fold(engine, this, known);
                known = false;
                away = false;
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
        Driver at = driver;
        if (at == null || result.isDone()) {
            return;
        }
        RunResult ended = at.carryOut();
        if (ended != null) {
            engine.ended(this, ended);
            result.complete(ended);
        } else if (at.hasMore()) {
            engine.scheduler().add(this);
        } else {
            rest(at);
        }
    }

    private void rest(Driver at) {
        restingSince = at.mayLeave() ? System.nanoTime() : Long.MAX_VALUE;
        queued.set(false);
        if (!inputs.isEmpty()) {
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
    }

    /** Lets the run's state leave memory if it has been at rest since a time; the state is in the store. */
    void leave(long restedSince) {
        if (restingSince > restedSince || !queued.compareAndSet(false, true)) {
            return;
        }
        if (inputs.isEmpty() && driver != null && driver.mayLeave()) {
            driver.snapshot();
            driver = null;
            away = true;
        }
        restingSince = Long.MAX_VALUE;
        queued.set(false);
        if (!inputs.isEmpty()) {
            wake();
        }
    }

    /** Whether the run's state is in the store only. */
    boolean isAway() {
        return away;
    }

    /** Whether the run has, or waits for, a turn, or has calls at work. */
    boolean isBusy() {
        Driver at = driver;
        return queued.get() || (at != null && at.hasCalls());
    }

    // --- commands ---

    /** Ends the run as soon as it can be stopped, an evaluation included. */
    public void cancel(String reason) {
        command(new Input.Cancel(reason));
    }

    /** Stops the run for now. */
    public void suspend(@Nullable String by) {
        command(new Input.Suspend(by));
    }

    /** Lets a suspended run go on. */
    public void resume(@Nullable String by) {
        command(new Input.Resume(by));
    }

    private void command(Input command) {
        give(command);
        interrupt.raise();
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
