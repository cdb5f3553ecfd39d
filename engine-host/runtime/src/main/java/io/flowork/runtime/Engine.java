package io.flowork.runtime;

import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.control.Controls;
import io.flowork.store.ParentRun;
import io.flowork.store.Store;
import io.flowork.store.Write;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows: gives machines their inputs, records these, and carries out what the machines want from the world.
 */
public final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EngineSettings settings;
    private final @Nullable Store store;
    private final Functions functions;
    private final Workflows workflows;
    private final Secrets secrets;
    private final Clock clock;
    private final EventBus events = new EventBus();
    private final Timers timers;
    private final Scheduler scheduler =
            new Scheduler(Math.max(4, 2 * Runtime.getRuntime().availableProcessors()));
    private final Map<String, Run> active = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flowork-watch").daemon().factory());
    private final Admission admission;
    private final Calls calls;
    private final ChildRuns children;
    private final Controls controls = new Controls(this::lookAgain);
    private final List<RunObserver> observers = new CopyOnWriteArrayList<>();
    private volatile boolean stopping;
    private volatile boolean tracesCalls;
    private volatile Simulation simulation = Simulation.NONE;

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
        this.timers = new Timers(clock);
        this.admission = new Admission(settings.capacity());
        this.calls = new Calls(settings.calls());
        this.children = new ChildRuns(this);
        long tick = Math.clamp(settings.evaluationMillis() / 8, 1, 250);
        var _ = watching.scheduleAtFixedRate(this::look, tick, tick, TimeUnit.MILLISECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        calls.look(now);
        for (Run run : active.values()) {
            run.watch().look(now);
            run.leave(now - REST_NANOS);
        }
    }

    // --- starting ---

    /**
     * Starts a run.
     *
     * @param workflow what to run
     * @param input its input
     * @param steps told of every step on the thread that drives the run, if anybody looks
     * @throws IllegalArgumentException if the input is nested deeper than {@link Limits#LEVELS}
     * @throws EngineBusyException if as many runs wait as may
     */
    public Run start(LoadedWorkflow workflow, JsonValue input, @Nullable Steps steps) {
        return start(new Run(this, RunIds.next(clock.millis()), "", workflow, null, steps), input, List.of(), false);
    }

    /**
     * Starts a run for somebody.
     *
     * @param caller who starts it; their runs are counted together
     * @throws IllegalArgumentException if the input is nested deeper than {@link Limits#LEVELS}
     * @throws EngineBusyException if as many runs wait as may
     */
    public Run start(String caller, LoadedWorkflow workflow, JsonValue input) {
        return startAs(RunIds.next(clock.millis()), caller, workflow, input);
    }

    /**
     * Starts a run with an id of its own. Whoever gives ids sees to it that no run in the store has it.
     *
     * @return the run; the one that is active if there is one of this id
     * @throws IllegalArgumentException if the input is nested deeper than {@link Limits#LEVELS}
     * @throws EngineBusyException if as many runs wait as may
     */
    public Run startAs(String id, String caller, LoadedWorkflow workflow, JsonValue input) {
        return start(new Run(this, id, caller, workflow, null, null), input, List.of(), false);
    }

    /**
     * Starts a run of the engine's own, however many wait: nobody could be told to come again.
     *
     * @return the run; the one that is active if there is one of this id
     */
    public Run startAnyway(String id, String caller, LoadedWorkflow workflow, JsonValue input) {
        return start(new Run(this, id, caller, workflow, null, null), input, List.of(), true);
    }

    /**
     * Starts a run with an id of its own, and stores something together with it: both or neither.
     *
     * @param together what is stored in the transaction that adds the run
     * @throws IllegalArgumentException if the input is nested deeper than {@link Limits#LEVELS}
     * @throws IllegalStateException if a run of this id is active
     * @throws EngineBusyException if as many runs wait as may
     */
    @SuppressWarnings("ReferenceEquality") // the very workflow that was given
    public Run startWith(String id, String caller, LoadedWorkflow workflow, JsonValue input, List<Write> together) {
        Run run = start(new Run(this, id, caller, workflow, null, null), input, together, false);
        if (run.workflow() != workflow) {
            throw new IllegalStateException("there is a run " + id + " already");
        }
        return run;
    }

    /** Starts the run that another wants: that must not be refused. */
    void startChild(String id, LoadedWorkflow workflow, JsonValue input, ParentRun parent) {
        var _ = start(new Run(this, id, "", workflow, parent, null), input, List.of(), true);
    }

    private Run start(Run run, JsonValue input, List<Write> together, boolean anyway) {
        if (input.depth() > Limits.LEVELS) {
            throw new IllegalArgumentException("The input is nested deeper than " + Limits.LEVELS + " levels");
        }
        Run known = active.putIfAbsent(run.id(), run);
        if (known != null) {
            return known;
        }
        try {
            if (store == null || run.steps() != null) { // somebody looks on, so it does not wait
                admission.returned(run);
                run.begin(Driver.start(this, run, input, together));
            } else if (anyway ? admission.enterAnyway(run) : admission.enter(run)) {
                run.begin(Driver.start(this, run, input, together));
            } else {
                run.queued(store.submit(Driver.creation(this, run, input, together)));
            }
        } catch (RuntimeException e) {
            release(run);
            throw e;
        }
        return run;
    }

    // --- runs that the store has ---

    /** Makes a run the active one of its id; says whether there was none. */
    boolean claim(Run run) {
        return active.putIfAbsent(run.id(), run) == null;
    }

    /** A run is not active any more. */
    void release(Run run) {
        active.remove(run.id(), run);
    }

    /** Begins a run that is active and recorded. */
    void beginClaimed(Run run) {
        if (admission.enterAnyway(run)) {
            run.begin(null);
        }
    }

    /** Begins a run that has been recorded, unless one of its id is active; says whether it does. */
    boolean beginRecorded(Run run) {
        boolean claimed = claim(run);
        if (claimed) {
            beginClaimed(run);
        }
        return claimed;
    }

    /**
     * Goes on at once with a run that had begun, unless one of its id is active; says whether it does. It does not wait for
     * others, as it did not when the engine ended: it may listen, and events wait for it.
     */
    boolean goOn(Run run) {
        boolean claimed = claim(run);
        if (claimed) {
            admission.returned(run);
            run.begin(null);
        }
        return claimed;
    }

    // --- ends ---

    /** Tells an observer of all runs from now on. */
    public void observe(RunObserver observer) {
        observers.add(observer);
    }

    /** From now on calls tell servers which run they belong to. */
    public void traceCalls() {
        tracesCalls = true;
    }

    /** From now on effects get what a simulation gives, and only those for which that is nothing are carried out. */
    public void simulate(Simulation instead) {
        simulation = instead;
    }

    Simulation simulation() {
        return simulation;
    }

    boolean tracesCalls() {
        return tracesCalls;
    }

    /** Something of a run is durable. */
    void committed(Run run, long entries, long steps) {
        for (RunObserver observer : observers) {
            observer.committed(run.id(), entries, steps);
        }
    }

    private void gone(Run run, @Nullable Status status) {
        for (RunObserver observer : observers) {
            observer.gone(run.id(), status);
        }
    }

    /** A run is no longer at work: others may begin. */
    void left(Run run) {
        admission.left(run).forEach(next -> next.begin(null));
    }

    private void lookAgain(String run) {
        Run at = active.get(run);
        if (at != null) {
            at.lookAgain();
        }
    }

    /** A run has ended and all of it is recorded: nothing of it stays here. */
    void ended(Run run, RunResult result) {
        release(run);
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            Working.on(
                    run,
                    () -> LOG.log(
                            System.Logger.Level.DEBUG,
                            "The run " + run.id() + " is " + result.status().text()));
        }
        gone(run, result.status());
        controls.ended(run.id(), result.status());
        children.ended(run, result);
    }

    /** A run cannot go on here. */
    void failed(Run run, RunFailedException why) {
        Working.on(run, () -> LOG.log(System.Logger.Level.ERROR, why.getMessage()));
        release(run);
        gone(run, null);
        controls.ended(run.id(), null);
        children.failed(run);
    }

    // --- what goes on ---

    /** The run of an id, while it has not ended. */
    public Optional<Run> run(String id) {
        return Optional.ofNullable(active.get(id));
    }

    /** How many runs have not ended. */
    public int runs() {
        return active.size();
    }

    /** How many runs of a workflow have not ended. */
    public int runsOf(LoadedWorkflow workflow) {
        String hash = workflow.source().hash();
        return (int)
                active.values().stream().filter(run -> run.group().equals(hash)).count();
    }

    /** How many of them have their state in the store only. */
    public int runsAway() {
        return (int) active.values().stream().filter(Run::isAway).count();
    }

    /** How it works. */
    public EngineSettings settings() {
        return settings;
    }

    /** What function calls are at work. */
    public Calls calls() {
        return calls;
    }

    /** Who says how far runs go. */
    public Controls controls() {
        return controls;
    }

    /** Where events are brought to whoever listens for them. */
    public EventBus events() {
        return events;
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

    ChildRuns children() {
        return children;
    }

    Timers timers() {
        return timers;
    }

    Admission admission() {
        return admission;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    /** Whether it begins nothing new. */
    public boolean isStopping() {
        return stopping;
    }

    // --- stopping ---

    /**
     * Stops without ending any run: calls at work may come to their end, nothing new is begun, and after a while calls are
     * left. Whatever has not ended goes on after {@link Recovery#recoverAll}.
     *
     * @param patience how long calls may take
     * @return how many calls were left
     */
    public int stop(Duration patience) {
        stopping = true;
        long until = System.nanoTime() + patience.toNanos();
        int busy = busy();
        while (busy > 0 && System.nanoTime() < until) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            busy = busy();
        }
        shut();
        return busy;
    }

    private int busy() {
        return (int) active.values().stream().filter(Run::isBusy).count();
    }

    /** Cancels the runs that have not ended and waits for their ends. The store stays open. */
    @Override
    public void close() {
        if (!stopping) {
            active.values().forEach(run -> run.cancel("the engine was closed"));
            active.values().forEach(Run::awaitQuietly);
        }
        shut();
    }

    private void shut() {
        scheduler.close();
        timers.close();
        watching.shutdownNow();
    }
}
