package io.flowork.runtime;

import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.store.RunQuery;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import io.flowork.store.Write;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Lets runs of the store go on: those that an earlier process left, and ended ones that are retried. */
public final class Recovery {
    private static final System.Logger LOG = System.getLogger(Recovery.class.getName());
    private static final int PAGE = 1_000;

    private final Engine engine;
    private final Store store;
    private final Programs programs;

    /**
     * Recovers the runs of an engine that records them.
     *
     * @param programs what the runs' programs are
     */
    public Recovery(Engine engine, Programs programs) {
        this.engine = engine;
        this.store = Objects.requireNonNull(engine.store(), "an engine whose runs go on has a store");
        this.programs = programs;
    }

    /**
     * Goes on with every run that has not ended. Returns when all of them are known; they go on meanwhile, and events wait
     * until those that had begun listen again. The others wait until there is room for them, and listen for nothing before.
     *
     * @return how many there are
     */
    public int recoverAll() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        engine.events().holdUntil(done);
        List<Run> begun = new ArrayList<>();
        try {
            begun = recoverAll(EnumSet.of(Status.RUNNING, Status.WAITING, Status.SUSPENDED));
            return begun.size() + recoverAll(EnumSet.of(Status.PENDING)).size();
        } finally {
            var _ = CompletableFuture.allOf(begun.stream().map(Run::atListening).toArray(CompletableFuture<?>[]::new))
                    .handle((all, failure) -> done.complete(null));
        }
    }

    private List<Run> recoverAll(Set<Status> statuses) {
        List<Run> recovered = new ArrayList<>();
        RunQuery query = RunQuery.newest(PAGE).withStatuses(statuses);
        List<RunRecord> page;
        do {
            page = store.runs(query);
            for (RunRecord record : page) {
                recover(record).ifPresent(recovered::add);
                query = query.withAfter(record.id());
            }
        } while (page.size() == PAGE);
        return recovered;
    }

    /** Whether a run has had a turn: the first one changes its status together with its first entry. */
    private static boolean hasBegun(RunRecord record) {
        return record.status() != Status.PENDING;
    }

    /**
     * Goes on with a run that has not ended, unless it is at work already.
     *
     * @return the run, if it goes on because of this; not if its program cannot be loaded, which the log says
     */
    public Optional<Run> recover(RunRecord record) {
        Run run;
        try {
            run = load(record);
        } catch (UnusableWorkflowException e) {
            Working.on(
                    record.id(),
                    () -> LOG.log(
                            System.Logger.Level.ERROR, "The run " + record.id() + " cannot go on: " + e.getMessage()));
            return Optional.empty();
        }
        if (!(hasBegun(record) ? engine.goOn(run) : engine.beginRecorded(run))) {
            return Optional.empty();
        }
        if (engine.children().isLeft(record)) {
            run.cancel(ChildRuns.NOT_WANTED);
        }
        return Optional.of(run);
    }

    private Run load(RunRecord record) {
        return new Run(engine, record.id(), "", programs.load(record.program()), record.parent(), null);
    }

    /**
     * Lets a run that has ended go on as a new branch.
     *
     * @param task the reference or the name of the task to go on from; the one that failed if null
     * @param reason why, if said
     * @return the run, or nothing if it never came to the task
     * @throws IllegalArgumentException if the run has not ended, or cannot be retried
     * @throws UnusableWorkflowException if its program cannot be loaded
     */
    public Optional<Run> retry(String id, @Nullable String task, @Nullable String reason) {
        return retry(id, task, reason, List.of());
    }

    /**
     * Lets a run that has ended go on as a new branch, and stores something together with that.
     *
     * @param task the reference or the name of the task to go on from; the one that failed if null
     * @param reason why, if said
     * @param together what is stored in the transaction that adds the branch
     * @return the run, or nothing if it never came to the task
     * @throws IllegalArgumentException if the run has not ended, or cannot be retried
     * @throws UnusableWorkflowException if its program cannot be loaded
     */
    public Optional<Run> retry(String id, @Nullable String task, @Nullable String reason, List<Write> together) {
        RunRecord record = store.run(id).orElseThrow(() -> StoreException.noRun(id));
        Run run = load(record);
        if (!engine.claim(run)) {
            throw new IllegalArgumentException("the run has not ended");
        }
        Optional<Retry.Plan> plan = Optional.empty();
        boolean forked = false;
        try {
            plan = new Retry(store, record, Driver.uninterrupted(engine)).plan(run.workflow(), task, reason);
            if (plan.isPresent()) {
                List<Write> writes = new ArrayList<>(plan.get().writes());
                writes.addAll(together);
                store.write(writes.toArray(Write[]::new));
                forked = true;
            }
        } finally {
            if (!forked) {
                engine.release(run);
            }
        }
        plan.ifPresent(branch -> {
            retryChildren(branch.state(), reason);
            engine.beginClaimed(run);
        });
        return plan.map(branch -> run);
    }

    /** Lets the runs go on that a run waits for again, and that were cancelled when it ended. */
    private void retryChildren(State parent, @Nullable String reason) {
        for (Effect effect : parent.pendingEffects()) {
            String child = RunIds.ofEffect(effect.key());
            if (effect instanceof Effect.ChildRun
                    && store.run(child)
                            .filter(run -> run.status() == Status.CANCELLED)
                            .isPresent()) {
                retry(child, null, reason);
            }
        }
    }
}
