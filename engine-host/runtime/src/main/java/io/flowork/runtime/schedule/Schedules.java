package io.flowork.runtime.schedule;

import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EngineBusyException;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunFailedException;
import io.flowork.runtime.RunObserver;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.Workflows;
import io.flowork.store.RunRecord;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
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
    private static final String CALLER = "schedule";
    private static final long LONGEST_WAIT_MILLIS = 1_000;

    private final Engine engine;
    private final Store store;
    private final Workflows workflows;
    private final Clock clock;
    private final MissedFirings missed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("flowork-schedules").daemon().factory());
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    /** The runs whose ends are waited for. */
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();

    private @Nullable Future<?> planned;
    private boolean loaded;

    /** A schedule at work. */
    private static final class Entry {
        private volatile StoredSchedule plan;
        private final @Nullable EventCollector collector;
        private boolean isStuck;

        Entry(StoredSchedule plan, @Nullable EventCollector collector) {
            this.plan = plan;
            this.collector = collector;
        }
    }

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
        this.workflows = workflows;
        this.clock = clock;
        this.missed = missed;
        engine.observe(this);
    }

    /** Goes on with the schedules of the store. Returns once events find them. */
    public void start() {
        call(() -> {
            load();
            look();
        });
    }

    private void load() {
        if (loaded) {
            return;
        }
        for (StoredSchedule plan : store.schedules()) {
            try {
                enter(plan, null);
            } catch (UnusableWorkflowException | IllegalArgumentException e) {
                LOG.log(System.Logger.Level.ERROR, of(plan) + " cannot go on: " + e.getMessage() + ". Deploy it again");
            }
        }
        loaded = true;
    }

    private static String of(StoredSchedule plan) {
        return "The schedule '%s' of %s/%s".formatted(plan.kind(), plan.namespace(), plan.name());
    }

    private static String key(StoredSchedule plan) {
        return String.join("/", "schedule", plan.namespace(), plan.name(), plan.kind());
    }

    private void enter(StoredSchedule plan, @Nullable LoadedWorkflow known) {
        EventCollector collector = null;
        if (plan.kind().equals(Plans.ON)) {
            LoadedWorkflow workflow = known == null ? newest(plan) : known;
            collector = new EventCollector(
                    workflow.program().workflow(), engine.settings().limits());
            collector.restore(plan.state());
        }
        Entry entry = new Entry(plan, collector);
        entries.put(key(plan), entry);
        if (collector != null) {
            engine.listen(key(plan), collector.types(), event -> receive(entry, event));
        }
    }

    private LoadedWorkflow newest(StoredSchedule plan) {
        return workflows
                .find(plan.namespace(), plan.name(), "latest")
                .orElseThrow(() -> new UnusableWorkflowException(
                        "There is no workflow " + plan.namespace() + "/" + plan.name()));
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
                        && !begun.removeIf(plan -> plan.kind().equals(there.kind())
                                && plan.spec().equals(there.spec()))) {
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
                engine.ignore(key(plan));
                entries.remove(key(plan));
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
                switch (entry.plan.kind()) {
                    case Plans.EVERY, Plans.CRON -> fireTimes(entry, now, started);
                    case Plans.AFTER -> fireAfter(entry, now, started);
                    default -> {}
                }
                entry.isStuck = false;
            } catch (EngineBusyException | StoreException | UnusableWorkflowException e) {
                LOG.log(
                        entry.isStuck ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                        of(entry.plan) + " cannot start a run now, and tries again: " + e.getMessage());
                entry.isStuck = true;
            }
        }
        started.forEach((run, entry) -> {
            try {
                run.awaitAccepted();
            } catch (RunFailedException e) {
                LOG.log(System.Logger.Level.WARNING, of(entry.plan) + " tries again: " + e.getMessage());
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

    private void fireTimes(Entry entry, long now, Map<Run, Entry> started) {
        Firing firing = Firing.of(entry.plan, now, missed);
        if (firing == null) {
            return;
        }
        if (firing.remark() != null) {
            LOG.log(System.Logger.Level.WARNING, of(entry.plan) + " " + firing.remark());
        }
        if (firing.times().isEmpty()) {
            keep(entry, entry.plan.withNext(firing.next()));
        }
        for (int i = 0; i < firing.times().size(); i++) {
            boolean isLast = i + 1 == firing.times().size();
            fire(entry, firing.times().get(i), isLast ? firing.next() : firing.times().get(i + 1), started);
        }
    }

    private void fireAfter(Entry entry, long now, Map<Run, Entry> started) {
        Long next = entry.plan.next();
        if (next == null) {
            next = afterEnd(entry.plan);
            entry.plan = entry.plan.withNext(next);
        }
        if (next != null && next <= now) {
            fire(entry, next, null, started);
        }
    }

    /** When a schedule is due that counts from the end of the last run: it is known once that has ended. */
    private @Nullable Long afterEnd(StoredSchedule plan) {
        String run = Objects.requireNonNull(plan.run(), "one without a time has started a run");
        awaited.add(run);
        if (engine.run(run).isPresent()) {
            return null;
        }
        Optional<RunRecord> record = store.run(run);
        Long ended = record.isPresent() ? record.get().ended() : plan.last();
        if (ended == null) {
            return null;
        }
        awaited.remove(run);
        return ended + Long.parseLong(plan.spec());
    }

    private void fire(Entry entry, long time, @Nullable Long next, Map<Run, Entry> started) {
        StoredSchedule plan = entry.plan;
        String id = Engine.idOfFiring(plan.namespace(), plan.name(), plan.kind(), Long.toString(time));
        StoredSchedule after = new StoredSchedule(
                plan.namespace(), plan.name(), plan.kind(), plan.spec(), next, time, id, null);
        if (isKnown(id)) {
            keep(entry, after);
        } else {
            started.put(
                    engine.startWith(
                            id, CALLER, newest(plan), JsonObject.EMPTY, List.of(new Write.PutSchedule(after))),
                    entry);
            entry.plan = after;
        }
    }

    private boolean isKnown(String run) {
        return engine.run(run).isPresent() || store.run(run).isPresent();
    }

    private void keep(Entry entry, StoredSchedule plan) {
        store.write(new Write.PutSchedule(plan));
        entry.plan = plan;
    }

    /** Goes back to what is stored, as something could not be. */
    private void reload(Entry entry) {
        for (StoredSchedule plan : store.schedules()) {
            if (key(plan).equals(key(entry.plan))) {
                entry.plan = plan;
                if (entry.collector != null) {
                    entry.collector.restore(plan.state());
                }
            }
        }
    }

    // --- events ---

    private CompletableFuture<Void> receive(Entry entry, JsonObject event) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            thread.execute(() -> {
                try {
                    take(entry, event).whenComplete((stored, failure) -> {
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

    private CompletableFuture<?> take(Entry entry, JsonObject event) {
        long now = clock.millis();
        StoredSchedule plan = entry.plan;
        String identity = Objects.requireNonNullElseGet(
                Engine.identityOf(event), () -> UUID.randomUUID().toString());
        EventCollector.Progress progress =
                Objects.requireNonNull(entry.collector).take(event, identity, now);
        if (progress == null) {
            return CompletableFuture.completedFuture(null);
        }
        JsonValue input = progress.input();
        if (input == null && progress.state() == null) {
            LOG.log(System.Logger.Level.WARNING, of(plan) + " has an expression that fails on the events it collected");
        }
        String id = Engine.idOfFiring(
                plan.namespace(), plan.name(), plan.kind(), progress.events().toString());
        boolean starts = input != null && !isKnown(id);
        StoredSchedule after = new StoredSchedule(
                plan.namespace(),
                plan.name(),
                plan.kind(),
                plan.spec(),
                null,
                starts ? Long.valueOf(now) : plan.last(),
                starts ? id : plan.run(),
                progress.state());
        entry.plan = after;
        Write stored = new Write.PutSchedule(after);
        return input != null && starts
                ? engine.startWith(id, CALLER, newest(plan), input, List.of(stored)).accepted()
                : store.submit(List.of(stored));
    }

    // --- the thread ---

    @Override
    public void committed(String run, long entriesWritten, long steps) {}

    @Override
    public void gone(String run, @Nullable Status status) {
        if (awaited.remove(run)) {
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
