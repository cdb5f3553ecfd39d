package io.flowork.runtime.schedule;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineBusyException;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunFailedException;
import io.flowork.runtime.RunObserver;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.Workflows;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.StoredSchedule;
import io.flowork.store.Write;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts workflows by their schedules. Only the newest version of a workflow is started so.
 *
 * <p>How far a schedule is changes in the transaction that adds the run it starts, and the run's id follows from the
 * occasion, so each occasion starts one run, whatever happens. One thread does all of it.
 */
public final class Schedules implements RunObserver, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Schedules.class.getName());
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final Engine engine;
    private final Store store;
    private final Starter starter;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flowork-schedules").daemon().factory());
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private @Nullable Future<?> planned;
    private boolean loaded;

    /**
     * When a workflow is started by its schedules.
     *
     * @param next when it is next, in milliseconds since 1970-01-01 UTC; null when no time is set
     * @param last when it was last; null when it never was
     */
    public record Standing(@Nullable Long next, @Nullable Long last) {}

    /**
     * Creates what starts workflows; nothing happens before {@link #start}.
     *
     * @param engine what runs them
     * @param store where the schedules are
     * @param workflows what finds the newest version of a workflow
     * @param clock what time it is
     * @param missed what becomes of missed starts
     */
    public Schedules(Engine engine, Store store, Workflows workflows, Clock clock, MissedFirings missed) {
        this.engine = engine;
        this.store = store;
        this.starter = new Starter(engine, store, workflows, missed);
        this.clock = clock;
        engine.observe(this);
    }

    /** Goes on with the schedules of the store. Returns once events find them. */
    public void start() {
        try {
            call(() -> {
                load();
                look();
            });
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed before it started", e);
        }
    }

    private void load() {
        if (loaded) {
            return;
        }
        for (StoredSchedule plan : store.schedules()) {
            try {
                enter(plan, null);
            } catch (UnusableWorkflowException | IllegalArgumentException e) {
                LOG.log(
                        System.Logger.Level.ERROR,
                        Entry.toString(plan) + " cannot go on: " + e.getMessage() + ". Deploy it again");
            }
        }
        loaded = true;
    }

    private void enter(StoredSchedule plan, @Nullable LoadedWorkflow known) {
        EventCollector collector = null;
        if (plan.kind().equals(Plans.ON)) {
            LoadedWorkflow workflow = known == null ? starter.newest(plan) : known;
            collector = new EventCollector(
                    workflow.program().workflow(), engine.settings().limits());
            collector.restore(plan.state());
        }
        Entry entry = new Entry(plan, collector);
        entries.put(Entry.key(plan), entry);
        if (collector != null) {
            engine.events().subscribe(Entry.key(plan), collector.types(), event -> receive(entry, event));
        }
    }

    // --- deploying ---

    /**
     * Stores that a version of a workflow, the newest one, is deployed, and lets its schedules begin. A schedule that says
     * what it said before goes on as it is.
     *
     * @param together what is stored with it: all or nothing
     * @throws UnusableScheduleException if the schedule cannot be kept; nothing is stored then
     */
    public void deploy(LoadedWorkflow workflow, Write... together) {
        call(() -> {
            load();
            List<StoredSchedule> plans =
                    Plans.of(workflow.program().workflow(), engine.settings().limits(), clock.millis());
            List<StoredSchedule> gone = new ArrayList<>();
            List<StoredSchedule> begun = new ArrayList<>(plans);
            for (Entry entry : entries.values()) {
                StoredSchedule there = entry.plan;
                if (there.namespace().equals(workflow.source().namespace())
                        && there.name().equals(workflow.source().name())
                        && !begun.removeIf(plan ->
                                plan.kind().equals(there.kind()) && plan.spec().equals(there.spec()))) {
                    gone.add(there);
                }
            }
            List<Write> writes = new ArrayList<>(Arrays.asList(together));
            gone.forEach(plan -> writes.add(new Write.DeleteSchedule(plan.namespace(), plan.name(), plan.kind())));
            begun.forEach(plan -> writes.add(new Write.PutSchedule(plan)));
            if (!writes.isEmpty()) {
                Store.await(store.submit(writes));
            }
            for (StoredSchedule plan : gone) {
                engine.events().unsubscribe(Entry.key(plan));
                entries.remove(Entry.key(plan));
            }
            begun.forEach(plan -> enter(plan, workflow));
            look();
        });
    }

    /** When a workflow is started by its schedules, if it has any. */
    public Optional<Standing> standing(String namespace, String name) {
        Standing found = null;
        for (Entry entry : entries.values()) {
            StoredSchedule plan = entry.plan;
            if (plan.namespace().equals(namespace) && plan.name().equals(name)) {
                Standing before = found == null ? new Standing(null, null) : found;
                found = new Standing(
                        before.next == null || (plan.next() != null && plan.next() < before.next)
                                ? plan.next()
                                : before.next,
                        before.last == null || (plan.last() != null && plan.last() > before.last)
                                ? plan.last()
                                : before.last);
            }
        }
        return Optional.ofNullable(found);
    }

    // --- times ---

    /** Starts what is due, and returns once that is durable. */
    void tick() {
        call(this::look);
    }

    private void look() {
        if (engine.isStopping()) {
            return;
        }
        long now = clock.millis();
        Map<Run, Entry> started = new LinkedHashMap<>();
        for (Entry entry : entries.values()) {
            try {
                starter.look(entry, now, started);
                entry.isStuck = false;
            } catch (EngineBusyException | StoreException | UnusableWorkflowException e) {
                LOG.log(
                        entry.isStuck ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        entry + " cannot start a run now, and tries again: " + e.getMessage());
                entry.isStuck = true;
            }
        }
        started.forEach((run, entry) -> {
            try {
                run.awaitAccepted();
            } catch (RunFailedException e) {
                LOG.log(System.Logger.Level.WARNING, entry + " tries again: " + e.getMessage());
                reload(entry);
            }
        });
        plan(now);
    }

    private void plan(long now) {
        if (planned != null) {
            planned.cancel(false);
        }
        long soonest = Long.MAX_VALUE;
        for (Entry entry : entries.values()) {
            Long next = entry.plan.next();
            soonest = next == null ? soonest : Math.min(soonest, next);
        }
        if (soonest < Long.MAX_VALUE) {
            planned = thread.schedule(
                    this::look, Math.clamp(soonest - now, 1, LONGEST_WAIT_MILLIS), TimeUnit.MILLISECONDS);
        }
    }

    /** Goes back to what is stored, as something could not be. */
    private void reload(Entry entry) {
        for (StoredSchedule plan : store.schedules()) {
            if (Entry.key(plan).equals(entry.key())) {
                entry.restore(plan);
            }
        }
    }

    // --- events ---

    @SuppressWarnings("FutureReturnValueIgnored") // whoever published it is told
    private CompletableFuture<Void> receive(Entry entry, JsonObject event) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    starter.take(entry, event, clock.millis()).whenComplete((stored, failure) -> {
                        if (failure == null) {
                            done.complete(null);
                        } else {
                            done.completeExceptionally(failure);
                            again(entry);
                        }
                    });
                } catch (RuntimeException e) { // whoever published it waits for an answer, whatever happened here
                    reload(entry);
                    done.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
        return done;
    }

    private void again(Entry entry) {
        try {
            thread.execute(() -> reload(entry));
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "it is read at the next start", e);
        }
    }

    // --- the thread ---

    @Override
    public void committed(String run, long entriesWritten, long steps) {}

    @Override
    public void gone(String run, @Nullable Status status) {
        if (starter.hasEnded(run)) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.log(System.Logger.Level.DEBUG, "it is known at the next start", e);
            }
        }
    }

    private void call(Runnable work) {
        try {
            CompletableFuture.runAsync(work, thread).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Starts nothing any more. What is stored goes on at the next start. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
