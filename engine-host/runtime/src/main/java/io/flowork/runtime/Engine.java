package io.flowork.runtime;

import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Steps;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.ParentRun;
import io.flowork.store.Store;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows: gives machines their inputs, records these, and carries out what the machines want from the world.
 */
public final class Engine implements AutoCloseable {
    private final EngineSettings settings;
    private final @Nullable Store store;
    private final Functions functions;
    private final Workflows workflows;
    private final Secrets secrets;
    private final Clock clock;
    private final EventBus events = new EventBus();
    private final Map<String, Run> active = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            // A thread of the system: virtual ones wait while evaluations keep all processors busy.
            Thread.ofPlatform().name("flowork-watch").daemon().factory());

    private final ScheduledFuture<?> looking;

    /**
     * Creates an engine.
     *
     * @param settings how it works
     * @param store where runs are recorded; null to record nothing
     * @param functions what can be called
     * @param workflows what {@code run.workflow} finds
     * @param secrets what secrets are
     * @param clock what time it is
     */
    public Engine(
            EngineSettings settings,
            @Nullable Store store,
            Functions functions,
            Workflows workflows,
            Secrets secrets,
            Clock clock) {
        this.settings = settings;
        this.store = store;
        this.functions = functions;
        this.workflows = workflows;
        this.secrets = secrets;
        this.clock = clock;
        long tick = Math.clamp(settings.evaluationMillis() / 8, 1, 250);
        looking = watching.scheduleAtFixedRate(this::look, tick, tick, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        active.values().forEach(run -> run.watch().look(now));
    }

    /**
     * Starts a run.
     *
     * @param workflow what to run
     * @param input its input
     * @param steps told of every step on the thread that drives the run, if anybody looks
     * @throws IllegalArgumentException if the input is nested deeper than {@link Limits#LEVELS}
     */
    public Run start(LoadedWorkflow workflow, JsonValue input, @Nullable Steps steps) {
        return start(workflow, input, steps, RunIds.next(clock.millis()), null);
    }

    /** Starts the run that an effect wants, unless it is at work already. */
    Run startChild(LoadedWorkflow workflow, JsonValue input, ParentRun parent) {
        return start(workflow, input, null, RunIds.ofEffect(parent.key()), parent);
    }

    private Run start(
            LoadedWorkflow workflow, JsonValue input, @Nullable Steps steps, String id, @Nullable ParentRun parent) {
        if (input.depth() > Limits.LEVELS) {
            throw new IllegalArgumentException("The input is nested deeper than " + Limits.LEVELS + " levels");
        }
        Run known = active.get(id);
        if (known != null) {
            return known;
        }
        Run run = new Run(this, id, workflow, input, steps, parent);
        active.put(id, run);
        run.begin(() -> active.remove(id));
        return run;
    }

    /**
     * Brings an event (a CloudEvent as an object) to the runs that listen for events of its type.
     *
     * @return how many tasks it was brought to
     */
    public int publish(JsonObject event) {
        return events.publish(event);
    }

    /** The run of an id, while it is at work here. */
    public Optional<Run> run(String id) {
        return Optional.ofNullable(active.get(id));
    }

    EngineSettings settings() {
        return settings;
    }

    @Nullable
    Store store() {
        return store;
    }

    Functions functions() {
        return functions;
    }

    Workflows workflows() {
        return workflows;
    }

    Secrets secrets() {
        return secrets;
    }

    Clock clock() {
        return clock;
    }

    EventBus events() {
        return events;
    }

    /** Cancels the runs at work and waits for their ends. The store stays open. */
    @Override
    public void close() {
        active.values().forEach(run -> run.cancel("the engine was closed"));
        active.values().forEach(Run::awaitQuietly);
        looking.cancel(false);
        watching.shutdownNow();
    }
}
