package io.flowork.runtime;

import io.flowork.core.codec.ValueCodec;
import io.flowork.core.history.fork.Answers;
import io.flowork.core.history.fork.Branch;
import io.flowork.core.history.fork.Recorded;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Aside;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.State;
import io.flowork.store.Snapshot;
import io.flowork.store.Store;
import io.flowork.store.Write;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The turns of a branch beside a run whose effects may be carried out: what its policy gives it, it gets as ever; what is
 * live is carried out once its cause is durable, and what came of it is an entry of the branch. The run itself, its status
 * and its result stay as they are.
 *
 * <p>It is at work until the branch has ended, or waits for nothing that may be carried out. After a crash it goes on when
 * somebody asks again: what had no result then is carried out again under the same key, as for any run.
 */
final class BranchDriver implements Turns {
    private final Engine engine;
    private final Run run;
    private final int number;
    private final Store store;
    private final Branch branch;
    private final Aside aside;
    private final Outbox outbox;

    /** What is at work, by its key. */
    private final Map<String, Effect> atWork = new HashMap<>();

    private final List<Input.Event> brought = new ArrayList<>();
    private @Nullable EventMemory memory;
    private Branch.Rest rest = Branch.Rest.WAITS;
    private long stored;
    private long told;
    private long toldT;

    /**
     * A driver of a branch.
     *
     * @param number the branch's number
     * @param branch the branch, made again from its journal
     * @param aside what it is
     */
    BranchDriver(Engine engine, Run run, int number, Branch branch, Aside aside) {
        this.engine = engine;
        this.run = run;
        this.number = number;
        this.store = Objects.requireNonNull(engine.store(), "an engine whose runs have branches has a store");
        this.branch = branch;
        this.aside = aside;
        this.outbox = new Outbox(engine, run, true);
        this.stored = branch.entries().size();
        this.told = stored;
        this.toldT = branch.state().t();
    }

    @Override
    public void turn() {
        for (Run.Given given = run.inputs().poll();
                given != null;
                given = run.inputs().poll()) {
            take(given.input());
        }
        rest = branch.run(
                aside,
                Recorded.NOTHING, // what is recorded was looked at when the branch was made again
                () -> engine.isStopping() || !run.inputs().isEmpty());
        outbox.makeRoom(branch.state());
        append();
    }

    private void take(Input input) {
        switch (input) {
            case Input.Completed completed -> done(completed.key());
            case Input.Failed failed -> done(failed.key());
            case Input.Fired fired -> done(fired.key());
            default -> {}
        }
        long now = engine.clock().millis();
        if (input instanceof Input.Event event) {
            boolean waitedFor = run.wasBrought(event);
            boolean repeated = waitedFor && EventMemory.identity(event) != null && memory().isRepeated(event);
            boolean taken = !repeated && branch.give(event, now);
            if (taken && waitedFor) {
                memory().add(event);
            }
            outbox.looked(event, taken);
            if (waitedFor) {
                brought.add(event);
            }
        } else {
            var _ = branch.give(input, now); // what it does not wait for any more means nothing to it
        }
    }

    private void done(String key) {
        atWork.remove(key);
        outbox.done(key);
    }

    private EventMemory memory() {
        EventMemory known = memory;
        if (known == null) {
            known = EventMemory.of(
                    store, run.id(), number, branch.entries().getLast().seq() + 1);
            memory = known;
        }
        return known;
    }

    /** Hands what is new to the store, in one transaction. */
    @SuppressWarnings("FutureReturnValueIgnored") // the run is told
    private void append() {
        List<JournalEntry> entries = branch.entries();
        if (entries.size() == stored) {
            run.committed(null);
            return;
        }
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.Append(run.id(), number, entries.subList((int) stored, entries.size())));
        if (rest != Branch.Rest.STOPPED) {
            State state = branch.state();
            writes.add(new Write.PutSnapshot(new Snapshot(
                    run.id(),
                    number,
                    entries.getLast().seq(),
                    state.t(),
                    ValueCodec.encode(state.toJson()),
                    state.hash())));
        }
        stored = entries.size();
        CompletableFuture<Void> durable = store.submit(writes);
        durable.whenComplete((done, failure) -> run.committed(failure));
    }

    @Override
    public @Nullable RunResult carryOut() {
        State state = branch.state();
        engine.committed(run, stored - told, state.t() - toldT);
        told = stored;
        toldT = state.t();
        brought.forEach(run::answer);
        brought.clear();
        cancel(state);
        if (!engine.isStopping()) {
            for (Answers.Wanted wanted : branch.wanted()) {
                Effect effect = wanted.effect();
                if (wanted.live() && atWork.putIfAbsent(effect.key(), effect) == null) {
                    outbox.carryOut(effect, state);
                }
            }
        }
        boolean over = rest == Branch.Rest.ENDED
                || (rest == Branch.Rest.WAITS
                        && atWork.isEmpty()
                        && run.inputs().isEmpty());
        if (over) {
            outbox.close();
            return new RunResult(run.id(), state.status(), state.output(), state.error());
        }
        return null;
    }

    /** Ends what is at work and not waited for any more. */
    private void cancel(State state) {
        Set<String> pending = state.pendingEffects().stream().map(Effect::key).collect(Collectors.toSet());
        for (Effect effect : List.copyOf(atWork.values())) {
            if (!pending.contains(effect.key())) {
                atWork.remove(effect.key());
                outbox.carryOut(new Effect.Cancel(effect.key(), effect.reference()), state);
            }
        }
    }

    @Override
    public boolean hasMore() {
        return !run.inputs().isEmpty() || (rest == Branch.Rest.STOPPED && !engine.isStopping());
    }

    @Override
    public boolean isHeldInVain() {
        return false; // only runs themselves are controlled
    }

    @Override
    public boolean mayLeave() {
        return false; // it is at work for as long as something of it is
    }

    @Override
    public boolean isCalling() {
        return outbox.isCalling();
    }

    @Override
    public void abandon() {
        outbox.leave();
    }

    @Override
    public void snapshot() {
        // it never leaves memory while it is at work
    }
}
