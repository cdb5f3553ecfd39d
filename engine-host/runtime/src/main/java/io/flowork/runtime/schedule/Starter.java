package io.flowork.runtime.schedule;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EventMemory;
import io.flowork.runtime.LoadedWorkflow;
import io.flowork.runtime.Run;
import io.flowork.runtime.RunIds;
import io.flowork.runtime.UnusableWorkflowException;
import io.flowork.runtime.Workflows;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoredSchedule;
import io.flowork.store.Write;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Starts the runs that schedules want. Used by the thread of the schedules only. */
final class Starter {
    private static final System.Logger LOG = System.getLogger(Starter.class.getName());
    private static final String CALLER = "schedule";

    private final Engine engine;
    private final Store store;
    private final Workflows workflows;
    private final MissedFirings missed;
    /** The runs whose ends are waited for. */
    private final Set<String> awaited = ConcurrentHashMap.newKeySet();

    Starter(Engine engine, Store store, Workflows workflows, MissedFirings missed) {
        this.engine = engine;
        this.store = store;
        this.workflows = workflows;
        this.missed = missed;
    }

    /** The newest version of a schedule's workflow. */
    LoadedWorkflow newest(StoredSchedule plan) {
        return workflows
                .find(plan.namespace(), plan.name(), "latest")
                .orElseThrow(() ->
                        new UnusableWorkflowException("There is no workflow " + plan.namespace() + "/" + plan.name()));
    }

    /** Whether the end of a run was waited for; it is not any more. On any thread. */
    boolean hasEnded(String run) {
        return awaited.remove(run);
    }

    // --- times ---

    /**
     * Starts what is due.
     *
     * @param started gets the runs, which are being recorded
     */
    void look(Entry entry, long now, Map<Run, Entry> started) {
        switch (entry.plan.kind()) {
            case Plans.EVERY, Plans.CRON -> fireTimes(entry, now, started);
            case Plans.AFTER -> fireAfter(entry, now, started);
            default -> {} // events start it
        }
    }

    private void fireTimes(Entry entry, long now, Map<Run, Entry> started) {
        Firing firing = Firing.of(entry.plan, now, missed);
        if (firing == null) {
            return;
        }
        if (firing.remark() != null && !entry.isStuck) {
            LOG.log(System.Logger.Level.WARNING, entry + " " + firing.remark());
        }
        if (firing.times().isEmpty()) {
            keep(entry, entry.plan.withNext(firing.next()));
        }
        for (int i = 0; i < firing.times().size(); i++) {
            boolean isLast = i + 1 == firing.times().size();
            fire(
                    entry,
                    firing.times().get(i),
                    isLast ? firing.next() : firing.times().get(i + 1),
                    started);
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
        String id = RunIds.ofFiring(plan.namespace(), plan.name(), plan.kind(), Long.toString(time));
        StoredSchedule after = plan.started(time, id, next);
        if (isKnown(id)) {
            keep(entry, after);
        } else {
            Write stored = new Write.PutSchedule(after);
            started.put(engine.startWith(id, CALLER, newest(plan), JsonObject.EMPTY, List.of(stored)), entry);
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

    // --- events ---

    /** Takes an event; completed once what it has brought about is recorded. */
    CompletableFuture<?> take(Entry entry, JsonObject event, long now) {
        StoredSchedule plan = entry.plan;
        String identity = Objects.requireNonNullElseGet(
                EventMemory.identity(event), () -> UUID.randomUUID().toString());
        EventCollector.Progress progress =
                Objects.requireNonNull(entry.collector).take(event, identity, now);
        if (progress == null) {
            return CompletableFuture.completedFuture(null);
        }
        JsonValue input = progress.input();
        if (input == null && progress.state() == null) {
            LOG.log(System.Logger.Level.WARNING, entry + " has an expression that fails on the events it collected");
        }
        String occasion = progress.events().toString();
        String id = RunIds.ofFiring(plan.namespace(), plan.name(), plan.kind(), occasion);
        if (input == null || isKnown(id)) {
            entry.plan = plan.collected(progress.state());
            return store.submit(List.of(new Write.PutSchedule(entry.plan)));
        }
        entry.plan = plan.started(now, id, null);
        return engine.startWith(id, CALLER, newest(plan), input, List.of(new Write.PutSchedule(entry.plan)))
                .accepted();
    }
}
