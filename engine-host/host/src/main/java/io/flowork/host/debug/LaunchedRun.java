package io.flowork.host.debug;

import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.core.machine.Status;
import io.flowork.dap.session.Branches;
import io.flowork.dap.session.DebuggedRun;
import io.flowork.dap.session.Live;
import io.flowork.dap.session.RefusedException;
import io.flowork.dap.session.Runs;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.Engine;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunIds;
import io.flowork.runtime.control.Control;
import io.flowork.runtime.control.Controller;
import io.flowork.runtime.control.Held;
import io.flowork.runtime.service.HeldRuns;
import io.flowork.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A run that was started in this process for a debugger, by an engine of its own. */
public final class LaunchedRun implements Runs.Open, Live {
    private static final HoldPoints AT_ONCE = new HoldPoints(false, List.of(), List.of(), null, 0L);

    private final Store store;
    private final Runnable after;
    private final Engine engine;
    private final String id;
    private final LinkedBlockingQueue<HeldRun> told = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Run run;
    private final Runs.Open recorded;
    private @Nullable Control control;

    private LaunchedRun(
            Store store,
            Engine engine,
            LoadedWorkflow workflow,
            JsonValue input,
            Function<String, Runs.Open> recorded,
            Runnable after) {
        this.store = store;
        this.after = after;
        this.engine = engine;
        this.id = RunIds.next(System.currentTimeMillis());
        take();
        goOn(AT_ONCE);
        this.run = engine.startAs(id, "", workflow, input).awaitAccepted();
        run.whenEnded((result, failure) -> ended.countDown());
        this.recorded = recorded.apply(id);
    }

    /**
     * Starts a run, held before its first step.
     *
     * @param store where it is recorded; closed with the run, as is the engine
     * @param recorded opens what is recorded of the run, by its id
     * @param after what is done once all of it is closed
     */
    public static LaunchedRun start(
            Store store,
            Engine engine,
            LoadedWorkflow workflow,
            JsonValue input,
            Function<String, Runs.Open> recorded,
            Runnable after) {
        try {
            return new LaunchedRun(store, engine, workflow, input, recorded, after);
        } catch (RuntimeException e) {
            engine.close();
            store.close();
            after.run();
            throw e;
        }
    }

    @Override
    public Branches branches() {
        return new LaunchedBranches(store, id, recorded.branches());
    }

    /** A folder for a run of which nothing is kept. */
    public static Path nowhere() {
        try {
            return Files.createTempDirectory("flowork-simulated");
        } catch (IOException e) {
            throw new RefusedException("There is no place for what is simulated: " + e.getMessage());
        }
    }

    /** Deletes such a folder. */
    public static void forget(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            System.getLogger(LaunchedRun.class.getName())
                    .log(System.Logger.Level.WARNING, "What was simulated is still in " + folder, e);
        }
    }

    /** Is told by the run, which must not wait. */
    private final class Teller implements Controller {
        @Override
        public void held(Held at) {
            told.add(HeldRuns.held(id, at));
        }

        @Override
        public void ended(@Nullable Status status) {
            told.add(HeldRuns.ended(id, status));
        }
    }

    @Override
    public DebuggedRun run() {
        return recorded.run();
    }

    @Override
    public Live live() {
        return this;
    }

    @Override
    public boolean wasLaunched() {
        return true;
    }

    // --- control ---

    @Override
    public void take() {
        if (control == null) {
            control = engine.controls()
                    .take(id, "debugger", new Teller())
                    .orElseThrow(() -> new RefusedException("Somebody else holds the run"));
        }
    }

    @Override
    public void release() {
        Control held = control;
        control = null;
        if (held != null) {
            held.close();
        }
    }

    @Override
    public void goOn(HoldPoints points) {
        if (control == null) {
            throw new RefusedException("The run is not under control: ':take' takes it");
        }
        control.hold(HeldRuns.points(points));
    }

    @Override
    public @Nullable HeldRun await(long millis) {
        try {
            return told.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public @Nullable String lost() {
        return null; // it is in this process
    }

    @Override
    public void cancel() {
        if (!run.isDone()) {
            run.cancel("the debugger has ended");
        }
    }

    /** Lets the run go on, and leaves it once it has ended. Somebody who ends this process meanwhile cuts it off. */
    @Override
    public void close() {
        try (store;
                engine;
                recorded) {
            release();
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the engine cancels it
        }
        after.run();
    }
}
