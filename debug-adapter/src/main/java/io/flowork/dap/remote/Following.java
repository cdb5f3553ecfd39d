package io.flowork.dap.remote;

import io.flowork.api.CreditRequest;
import io.flowork.api.EngineSession;
import io.flowork.api.HeldRun;
import io.flowork.api.JournalItem;
import io.flowork.api.JournalRequest;
import io.flowork.api.Problem;
import io.flowork.api.ProblemException;
import io.flowork.api.RunEvent;
import io.flowork.api.RunInfo;
import io.flowork.api.RunRef;
import io.flowork.api.RunStatus;
import io.flowork.api.SnapshotList;
import io.flowork.api.SnapshotsRequest;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.Subscribed;
import io.flowork.api.SubscriptionRef;
import io.flowork.api.remote.EngineLink;
import io.flowork.core.journal.JournalEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Follows the live edge of a run through losses of its engine: each time from the last entry that is known, with its hash as
 * the proof that what comes belongs to it. What is missing in between is never guessed.
 */
final class Following implements EngineLink.Follower {
    private static final long FRAMES = 512;
    private static final long BYTES = 8L << 20;

    private final String run;
    private final @Nullable Integer wanted;
    private final RunListener listener;
    private final CompletableFuture<Integer> begun = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Segments segments;
    private int branch;
    private Edge edge = new Edge(0, RunStatus.PENDING, "the engine was not reached yet");
    private @Nullable String chain;
    /** The subscription that counts; what others tell is late. */
    private String subscription = "";

    private @Nullable EngineSession session;
    private int subscriptions;
    private long frames;
    private long bytes;

    Following(String run, @Nullable Integer branch, RunListener listener, Segments segments) {
        this.run = run;
        this.wanted = branch;
        this.listener = listener;
        this.segments = segments;
    }

    /** Completed with the branch once the run is followed. */
    CompletableFuture<Integer> begun() {
        return begun;
    }

    Edge edge() {
        lock.lock();
        try {
            return edge;
        } finally {
            lock.unlock();
        }
    }

    /** What is kept from an entry on, to the end of its part. */
    List<JournalEntry> kept(long from) {
        lock.lock();
        try {
            return segments.from(from);
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is a part that is not kept. */
    boolean isMissing(long part) {
        lock.lock();
        try {
            return part >= 0 && part * Segments.SIZE < edge.next() && !segments.has(part, edge.next());
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what was read. */
    void keep(List<JournalItem> items) {
        lock.lock();
        try {
            segments.add(Answers.entries(items));
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the run is followed again; says whether it is. */
    boolean awaitUp(long nanos) {
        return await(() -> edge.stale() == null, nanos);
    }

    /** Waits until all entries before a number are known; says whether they are. */
    boolean awaitEntries(long next, long nanos) {
        return await(() -> edge.next() >= next, nanos);
    }

    /** Waits until the run is known to have ended; says whether it is. */
    boolean awaitEnd(long nanos) {
        return await(() -> edge.status().ended(), nanos);
    }

    private boolean await(BooleanSupplier condition, long nanos) {
        lock.lock();
        try {
            long left = nanos;
            while (!condition.getAsBoolean() && left > 0) {
                left = changed.awaitNanos(left);
            }
            return condition.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    // --- the link ---

    @Override
    public void up(EngineSession opened) {
        try {
            if (!begun.isDone()) {
                begin(opened);
            }
            follow(opened, true);
            begun.complete(branch);
        } catch (ProblemException e) {
            begun.completeExceptionally(e);
            giveUp(opened, e);
        }
    }

    /** A session that does not follow the run is of no use: another one is tried. */
    private void giveUp(EngineSession useless, ProblemException why) {
        stale(why.problem().detail());
        useless.close();
    }

    @Override
    public void down(Problem why, boolean forGood) {
        begun.completeExceptionally(new ProblemException(why));
        stale(why.detail());
    }

    private void stale(String why) {
        change(edge().stale(why));
    }

    private void change(Edge next) {
        lock.lock();
        try {
            if (edge.equals(next)) {
                return;
            }
            edge = next;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        listener.moved(next);
    }

    /** Finds out how far the run is, and reads the last part of it. */
    private void begin(EngineSession opened) {
        RunInfo info = Answers.of(opened.getRun(new RunRef(run)));
        int number = wanted == null ? info.branch() : wanted;
        SnapshotList kept = Answers.of(opened.snapshots(new SnapshotsRequest(run, number)));
        List<JournalItem> tail = new ArrayList<>();
        long from = Math.max(0, Segments.part(kept.next() - 1) * Segments.SIZE);
        while (from < kept.next()) { // the part that will grow
            Long before = from == 0 ? null : Long.valueOf(from - 1);
            int most = (int) (kept.next() - from);
            List<JournalItem> items = Answers.of(opened.journal(new JournalRequest(run, number, before, most)))
                    .entries();
            if (items.isEmpty()) {
                throw Problem.Kind.CONFLICT.because(
                        "The engine does not give the entry %d of the run %s".formatted(from, run));
            }
            tail.addAll(items);
            from = items.getLast().seq() + 1;
        }
        lock.lock();
        try {
            branch = number;
            segments.add(Answers.entries(tail));
            chain = tail.isEmpty() ? null : tail.getLast().chain();
            edge = new Edge(from, info.status(), edge.stale());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Subscribes to what comes after the last entry that is known.
     *
     * @param mayForget whether to begin anew if that is no entry of the run
     */
    private void follow(EngineSession opened, boolean mayForget) {
        SubscribeRequest request;
        lock.lock();
        try {
            subscription = "run-" + ++subscriptions;
            frames = FRAMES;
            bytes = BYTES;
            Long after = edge.next() == 0 ? null : Long.valueOf(edge.next() - 1);
            request = new SubscribeRequest(subscription, run, branch, after, chain, FRAMES, BYTES);
            session = opened;
        } finally {
            lock.unlock();
        }
        String standing = Answers.of(opened.subscribe(request)).standing();
        if (standing.equals(Subscribed.FOLLOWS)) {
            change(edge().stale(null));
        } else if (standing.equals(Subscribed.DIVERGED) && mayForget) {
            forget(opened);
        } else {
            stale("The engine has removed this run. What was read of it is still here");
        }
    }

    private void forget(EngineSession opened) {
        lock.lock();
        try {
            segments.clear();
        } finally {
            lock.unlock();
        }
        begin(opened);
        listener.forgotten();
        follow(opened, false);
    }

    // --- what the engine tells ---

    @Override
    public void runEvent(RunEvent event) {
        Edge next;
        lock.lock();
        try {
            if (!event.subscription().equals(subscription)) {
                return;
            }
            next = taken(event);
        } finally {
            lock.unlock();
        }
        change(next);
    }

    private Edge taken(RunEvent event) {
        JournalItem item = event.entry();
        credit(item == null ? 0 : item.payload().weight());
        if (event.run() != null) {
            return event.run().branch() == branch ? edge.at(event.run().status()) : left();
        }
        if (item == null) {
            return edge.stale(
                    event.problem() == null
                            ? "The engine tells no more"
                            : event.problem().detail());
        }
        if (item.branch() != branch) {
            return left();
        }
        if (item.seq() != edge.next()) {
            resubscribe();
            return edge.stale("Something of the run was missed. It is being read again");
        }
        segments.add(List.of(Answers.entry(item)));
        chain = item.chain();
        return edge.upTo(item.seq() + 1);
    }

    /** The run goes on as another branch; of this one there is no more. */
    private Edge left() {
        EngineSession at = session;
        String old = subscription;
        subscription = "";
        if (at != null) {
            aside(() -> {
                var _ = at.unsubscribe(new SubscriptionRef(old));
            });
        }
        return edge;
    }

    private void resubscribe() {
        EngineSession at = session;
        String old = subscription;
        subscription = "";
        if (at != null) {
            aside(() -> {
                try {
                    Answers.of(at.unsubscribe(new SubscriptionRef(old)));
                    follow(at, true);
                } catch (ProblemException e) {
                    giveUp(at, e);
                }
            });
        }
    }

    /** Asks the engine for something where that may wait: who is told by it must not. */
    private static void aside(Runnable question) {
        Thread.ofVirtual().name("run-following").start(question);
    }

    /** Lets the engine send as much again once half of what it may is here. */
    private void credit(long weight) {
        frames--;
        bytes -= weight + SubscribeRequest.EVENT_BYTES;
        EngineSession at = session;
        if (at != null && (frames < FRAMES / 2 || bytes < BYTES / 2)) {
            CreditRequest more = new CreditRequest(subscription, FRAMES - frames, BYTES - bytes);
            aside(() -> {
                var _ = at.credit(more);
            });
            frames = FRAMES;
            bytes = BYTES;
        }
    }

    @Override
    public void runHeld(HeldRun held) {
        if (held.runId().equals(run)) {
            listener.held(held);
        }
    }
}
