package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Steps;
import io.flowork.functions.Functions;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.store.ParentRun;
import io.flowork.store.RunData;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.Write;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs workflows: gives machines their inputs, records these, and carries out what the machines want from the world.
 */
public final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());
    /** The namespace of the engine's own workflows. */
    private static final String OWN = "flowork";

    private static final int PAGE = 1_000;
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
    private final Map<String, ParentRun> parents = new ConcurrentHashMap<>();
    private final ScheduledExecutorService watching = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flowork-watch").daemon().factory());
    private final Admission admission;
    private final Calls calls;
    private final List<RunObserver> observers = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> listening = CompletableFuture.completedFuture(null);
    private volatile boolean stopping;
    private volatile boolean tracesCalls;

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
        return start(workflow, input, steps, RunIds.next(clock.millis()), "", null, List.of(), false);
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
        return start(workflow, input, null, id, caller, null, List.of(), false);
    }

    /**
     * Starts a run of the engine's own, however many wait: nobody could be told to come again.
     *
     * @return the run; the one that is active if there is one of this id
     */
    public Run startAnyway(String id, String caller, LoadedWorkflow workflow, JsonValue input) {
        return start(workflow, input, null, id, caller, null, List.of(), true);
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
        Run run = start(workflow, input, null, id, caller, null, together, false);
        if (run.workflow() != workflow) {
            throw new IllegalStateException("there is a run " + id + " already");
        }
        return run;
    }

    /** What tells an event from others: its source, id and type; null when it has no source or id. */
    public static @Nullable String identityOf(JsonObject event) {
        return EventMemory.identity(event);
    }

    /** The id of the run that a schedule of a workflow starts: at a time, or for events. */
    public static String idOfFiring(String namespace, String name, String kind, String occasion) {
        return RunIds.ofFiring(namespace, name, kind, occasion);
    }

    /** The id of the run that a caller starts with an idempotency key. */
    public static String idOf(String caller, String key) {
        return RunIds.ofRequest(caller, key);
    }

    private Run start(
            LoadedWorkflow workflow,
            JsonValue input,
            @Nullable Steps steps,
            String id,
            String caller,
            @Nullable ParentRun parent,
            List<Write> together,
            boolean anyway) {
        if (input.depth() > Limits.LEVELS) {
            throw new IllegalArgumentException("The input is nested deeper than " + Limits.LEVELS + " levels");
        }
        Run run = new Run(this, id, caller, workflow, steps);
        Run known = active.putIfAbsent(id, run);
        if (known != null) {
            return known;
        }
        if (parent != null) {
            parents.put(id, parent);
        }
        try {
            if (store == null || steps != null) { // somebody looks on, so it does not wait
                admission.returned(run);
                run.begin(Driver.start(this, run, input, parent, together));
            } else if (anyway ? admission.enterAnyway(run) : admission.enter(run)) {
                run.begin(Driver.start(this, run, input, parent, together));
            } else {
                run.queued(store.submit(Driver.creation(this, run, input, parent, together)));
            }
        } catch (RuntimeException e) {
            active.remove(id, run);
            parents.remove(id);
            throw e;
        }
        return run;
    }

    /** A run is no longer at work: others may begin. */
    void left(Run run) {
        admission.left(run).forEach(next -> next.begin(null));
    }

    /**
     * Starts the run that an effect wants, unless it was started before.
     *
     * @param again whether it may have been started before
     * @return the end of the effect, if that is known already; else the run that wants it is given it later
     */
    @Nullable
    Input startChild(LoadedWorkflow workflow, Effect.ChildRun effect, ParentRun parent, boolean again) {
        String id = RunIds.ofEffect(effect.key());
        Optional<RunRecord> before =
                again && store != null && !active.containsKey(id) ? store.run(id) : Optional.empty();
        if (before.isEmpty()) {
            start(workflow, effect.input(), null, id, "", parent, List.of(), true);
        } else if (store != null && effect.await() && before.get().status().ended()) {
            RunData data = store.data(id);
            WorkflowError error = data.error() instanceof JsonObject json ? WorkflowError.fromJson(json) : null;
            return outcome(effect.key(), new RunResult(id, before.get().status(), data.output(), error));
        }
        return effect.await() ? null : new Input.Completed(effect.key(), JsonNull.NULL);
    }

    /** Cancels the run that an effect started, if it did. */
    void cancelChild(String key) {
        Run child = active.get(RunIds.ofEffect(key));
        if (child != null) {
            child.cancel("the run that started it no longer wants it");
        }
    }

    /**
     * Goes on with every run of the store that has not ended. Returns when all of them are known; they go on meanwhile.
     *
     * @param programs what the runs' programs are
     * @return how many there are
     */
    public int recover(Programs programs) {
        if (store == null) {
            return 0;
        }
        CompletableFuture<Void> done = new CompletableFuture<>();
        listening = done;
        List<CompletableFuture<Void>> known = new ArrayList<>();
        try {
            return recover(programs, known);
        } finally {
            var _ = CompletableFuture.allOf(known.toArray(CompletableFuture<?>[]::new))
                    .handle((all, failure) -> done.complete(null));
        }
    }

    private int recover(Programs programs, List<CompletableFuture<Void>> known) {
        Store from = Objects.requireNonNull(store);
        RunQuery query = RunQuery.newest(PAGE)
                .withStatuses(EnumSet.of(Status.PENDING, Status.RUNNING, Status.WAITING, Status.SUSPENDED));
        List<RunRecord> page;
        do {
            page = from.runs(query);
            for (RunRecord record : page) {
                recover(programs, record).ifPresent(run -> known.add(run.atListening()));
                query = query.withAfter(record.id());
            }
        } while (page.size() == PAGE);
        return known.size();
    }

    /**
     * Goes on with a run of the store that has not ended, unless it is at work already.
     *
     * @return the run, if it goes on because of this; not if its program cannot be loaded, which the log says
     */
    public Optional<Run> recover(Programs programs, RunRecord record) {
        LoadedWorkflow workflow;
        try {
            workflow = programs.load(record.program());
        } catch (UnusableWorkflowException e) {
            Working.on(
                    record.id(),
                    () -> LOG.log(
                            System.Logger.Level.ERROR, "The run " + record.id() + " cannot go on: " + e.getMessage()));
            return Optional.empty();
        }
        Run run = new Run(this, record.id(), "", workflow, null);
        if (active.putIfAbsent(record.id(), run) != null) {
            return Optional.empty();
        }
        begin(run, record);
        return Optional.of(run);
    }

    /**
     * Lets a run of the store that has ended go on as a new branch.
     *
     * @param programs what the runs' programs are
     * @param task the reference or the name of the task to go on from; the one that failed if null
     * @param reason why, if said
     * @return the run, or nothing if it never came to the task
     * @throws IllegalArgumentException if the run has not ended, or cannot be retried
     * @throws UnusableWorkflowException if its program cannot be loaded
     */
    public Optional<Run> retry(Programs programs, String id, @Nullable String task, @Nullable String reason) {
        Store from = Objects.requireNonNull(store, "a run to retry is in a store");
        RunRecord record = from.run(id).orElseThrow(() -> StoreException.noRun(id));
        Run run = new Run(this, id, "", programs.load(record.program()), null);
        if (active.putIfAbsent(id, run) != null) {
            throw new IllegalArgumentException("the run has not ended");
        }
        Optional<Retry.Plan> plan = Optional.empty();
        boolean forked = false;
        try {
            plan = new Retry(from, record, Driver.uninterrupted(this)).plan(run.workflow(), task, reason);
            if (plan.isPresent()) {
                from.write(plan.get().writes().toArray(Write[]::new));
                forked = true;
            }
        } finally {
            if (!forked) {
                active.remove(id, run);
            }
        }
        plan.ifPresent(branch -> {
            retryChildren(programs, branch.state(), reason);
            begin(run, record);
        });
        return plan.map(branch -> run);
    }

    /** Lets the runs go on that a run waits for again, and that were cancelled when it ended. */
    private void retryChildren(Programs programs, State parent, @Nullable String reason) {
        for (Effect effect : parent.pendingEffects()) {
            String child = RunIds.ofEffect(effect.key());
            if (effect instanceof Effect.ChildRun
                    && store != null
                    && store.run(child)
                            .filter(run -> run.status() == Status.CANCELLED)
                            .isPresent()) {
                retry(programs, child, null, reason);
            }
        }
    }

    private void begin(Run run, RunRecord record) {
        if (record.parent() != null) {
            parents.put(record.id(), record.parent());
        }
        if (admission.enterAnyway(run)) {
            run.begin(null);
        }
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

    /** A run has ended and all of it is recorded: nothing of it stays here, and the run that wants its result gets it. */
    void ended(Run run, RunResult result) {
        active.remove(run.id(), run);
        if (LOG.isLoggable(System.Logger.Level.DEBUG)) {
            Working.on(
                    run,
                    () -> LOG.log(
                            System.Logger.Level.DEBUG,
                            "The run " + run.id() + " is " + result.status().text()));
        }
        gone(run, result.status());
        tellParent(run, key -> outcome(key, result));
    }

    private void tellParent(Run run, Function<String, Input> outcome) {
        ParentRun parent = parents.remove(run.id());
        if (parent == null) {
            return;
        }
        Run wanting = active.get(parent.run());
        if (wanting != null) {
            wanting.give(outcome.apply(parent.key()));
        }
    }

    /** A run cannot go on here. */
    void failed(Run run, RunFailedException why) {
        Working.on(run, () -> LOG.log(System.Logger.Level.ERROR, why.getMessage()));
        active.remove(run.id(), run);
        gone(run, null);
        String name = run.workflow().source().name();
        tellParent(
                run,
                key -> new Input.Failed(
                        key, WorkflowError.of(Kind.RUNTIME, "The workflow '" + name + "' could not go on")));
    }

    private static Input outcome(String key, RunResult result) {
        if (result.status() == Status.COMPLETED && result.output() != null) {
            return new Input.Completed(key, result.output());
        }
        WorkflowError error = result.error();
        if (error == null) {
            return new Input.Failed(
                    key, WorkflowError.of(Kind.RUNTIME, "The run " + result.runId() + " was cancelled"));
        }
        return new Input.Failed(
                key,
                new WorkflowError(error.type(), error.status(), error.title(), error.detail(), null, error.data()));
    }

    // --- what goes on ---

    /**
     * Brings an event (a CloudEvent as an object) to everybody who listens for it. While runs of an earlier process are
     * being read, it waits for them, as they may listen too.
     *
     * @return to how many tasks and schedules it was brought, once they have all recorded it
     */
    public CompletableFuture<Integer> deliver(JsonObject event) {
        return listening.thenCompose(ready -> events.publish(event));
    }

    /**
     * Brings an event to everybody who listens for it, and waits until they have recorded it.
     *
     * @return how many they are
     */
    public int publish(JsonObject event) {
        return deliver(event).join();
    }

    /**
     * Subscribes to events for something that is no run.
     *
     * @param key identifies the subscription
     * @param types the types that can matter; empty when any can
     */
    public void listen(String key, JsonArray types, EventReceiver receiver) {
        events.subscribe(key, types, receiver);
    }

    /** Subscribes to events for somebody outside: lifecycle events come by {@link #sendLifecycle}. */
    public void listenOutside(String key, JsonArray types, EventReceiver receiver) {
        events.subscribeOutside(key, types, receiver);
    }

    /**
     * Sends lifecycle events of runs to somebody outside.
     *
     * @param key identifies the subscription
     * @param types the types to send; only those that name lifecycle events matter
     * @param sending the run that sends an event, if one is to; it is started together with what the event tells of
     */
    public void sendLifecycle(String key, JsonArray types, PlannedRun.Planner sending) {
        events.lifecycle().send(key, types, sending);
    }

    /** Ends a subscription, if there is one. */
    public void ignore(String key) {
        events.unsubscribe(key);
    }

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

    /** How many calls of functions are at work. */
    public int callsAtWork() {
        return calls.atWork();
    }

    /** How many threads go on with calls that were ended. */
    public int callsAbandoned() {
        return calls.abandoned();
    }

    /**
     * A call that takes long.
     *
     * @param run the run
     * @param function the function
     * @param age how long it has been at work
     * @param abandoned whether it was ended and goes on all the same
     */
    public record SlowCall(String run, String function, Duration age, boolean abandoned) {}

    /** The oldest of the calls that take long, at most so many. */
    public List<SlowCall> slowCalls(int most) {
        return calls.slow(most);
    }

    Calls calls() {
        return calls;
    }

    /** Whether somebody wants to know of a run's life. What is sent outside has none. */
    boolean isObserved(Run run) {
        return events.lifecycle().isWanted()
                && !run.workflow().source().namespace().equals(OWN);
    }

    /**
     * Tells those inside of a run's life. Those who listen for such events are not told of each other, nor of the runs that
     * they start, so that nothing goes round in circles.
     */
    void tell(Run run, List<JsonObject> life) {
        if (!isListener(run.workflow().source().text(), run.id())) {
            life.forEach(events.lifecycle()::publish);
        }
    }

    private boolean isListener(String text, String id) {
        if (LifecycleBus.isNamedIn(text)) {
            return true;
        }
        ParentRun parent = parents.get(id);
        if (parent == null || store == null) {
            return false;
        }
        Run active = run(parent.run()).orElse(null);
        if (active != null) {
            return isListener(active.workflow().source().text(), active.id());
        }
        return store.run(parent.run())
                .flatMap(record -> store.program(record.program()))
                .map(program -> isListener(program.text(), parent.run()))
                .orElse(false);
    }

    /** Begins a run that has been recorded. */
    void beginRecorded(Run run) {
        if (active.putIfAbsent(run.id(), run) == null && admission.enterAnyway(run)) {
            run.begin(null);
        }
    }

    /** How it works. */
    public EngineSettings settings() {
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
     * left. Whatever has not ended goes on after {@link #recover}.
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
        scheduler.close();
        timers.close();
        watching.shutdownNow();
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
        scheduler.close();
        timers.close();
        watching.shutdownNow();
    }
}
