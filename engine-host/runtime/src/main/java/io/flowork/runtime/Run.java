package io.flowork.runtime;

import io.flowork.core.jq.Interrupt;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.ParentRun;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A run at work. */
public final class Run {
    private final String id;
    private final LinkedBlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
    private final Interrupt interrupt = new Interrupt();
    private final CompletableFuture<RunResult> result = new CompletableFuture<>();
    private final Watch watch;
    private final Driver driver;

    Run(
            Engine engine,
            String id,
            LoadedWorkflow workflow,
            JsonValue input,
            @Nullable Steps steps,
            @Nullable ParentRun parent) {
        this.id = id;
        this.watch = new Watch(interrupt, engine.settings().evaluationMillis());
        this.driver = new Driver(engine, this, workflow, input, steps, parent);
    }

    void begin(Runnable atEnd) {
        Thread.ofVirtual().name("run-" + id).start(() -> {
            try {
                result.complete(driver.drive());
            } catch (RuntimeException | Error e) {
                result.completeExceptionally(e);
            } finally {
                atEnd.run();
            }
        });
    }

    /** The run's id. */
    public String id() {
        return id;
    }

    LinkedBlockingQueue<Input> inputs() {
        return inputs;
    }

    Interrupt interrupt() {
        return interrupt;
    }

    Watch watch() {
        return watch;
    }

    /** Gives the run an input; it is dropped when it means nothing to the run by then. */
    void give(Input input) {
        inputs.add(input);
    }

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

    /** Calls an action once the run has ended and all of it is recorded, with its result or with why there is none. */
    @SuppressWarnings("FutureReturnValueIgnored") // nothing is to be done after the action
    void whenEnded(BiConsumer<? super @Nullable RunResult, ? super @Nullable Throwable> action) {
        result.whenComplete(action);
    }

    /** Whether the run has ended and all of it is recorded. */
    public boolean isDone() {
        return result.isDone();
    }

    /**
     * Waits for the end of the run.
     *
     * @throws RunFailedException if it cannot go on for a reason outside its workflow
     */
    public RunResult await() {
        try {
            return result.join();
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
