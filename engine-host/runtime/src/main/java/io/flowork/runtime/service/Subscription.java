package io.flowork.runtime.service;

import io.flowork.api.EngineClient;
import io.flowork.api.JournalItem;
import io.flowork.api.Problem;
import io.flowork.api.RunEvent;
import io.flowork.api.RunSummary;
import io.flowork.api.SubscribeRequest;
import io.flowork.runtime.Engine;
import io.flowork.store.ChainedEntry;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Tells a client of a run's journal, from an entry on to its end, on a thread of its own. */
final class Subscription implements Runnable, AutoCloseable {
    private static final int PAGE = 16;

    private final Engine engine;
    private final Store store;
    private final Activity activity;
    private final EngineClient client;
    private final String name;
    private final String run;
    private final Semaphore news = new Semaphore(1);
    private final Runnable listener = this::wake;
    private final Runnable onEnd;
    private final Credit credit;
    private volatile boolean closed;
    private int branch;
    private long next;

    Subscription(
            Engine engine,
            Store store,
            Activity activity,
            EngineClient client,
            String name,
            String run,
            int branch,
            long from,
            Credit credit,
            Runnable onEnd) {
        this.engine = engine;
        this.store = store;
        this.activity = activity;
        this.client = client;
        this.name = name;
        this.run = run;
        this.branch = branch;
        this.next = from;
        this.credit = credit;
        this.onEnd = onEnd;
    }

    /** More may be sent. */
    void credit(long frames, long bytes) {
        credit.add(frames, bytes);
        wake();
    }

    private void send(String kind, @Nullable JournalItem entry, @Nullable RunSummary summary, long bytes) {
        credit.use(bytes + SubscribeRequest.EVENT_BYTES);
        client.runEvent(new RunEvent(name, kind, entry, summary, null));
    }

    private void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    @Override
    public void run() {
        activity.listen(run, listener);
        try {
            follow();
        } catch (StoreException e) {
            if (!closed) {
                Problem problem = Requests.failed(e).problem();
                client.runEvent(new RunEvent(name, RunEvent.FAILED, null, null, problem));
            }
        } finally {
            activity.forget(run, listener);
            onEnd.run();
        }
    }

    private void follow() {
        RunSummary told = null;
        while (!closed) {
            news.acquireUninterruptibly();
            news.drainPermits();
            boolean active = engine.run(run).isPresent(); // asked first: what it recorded before it left is then there
            RunRecord record = store.run(run).orElseThrow(() -> StoreException.noRun(run));
            if (record.branch() != branch) { // what was told of the other branch stays true as far as they share it
                next = Math.min(next, store.shared(run, branch, record.branch()) + 1);
                branch = record.branch();
            }
            boolean complete = entries();
            record = store.run(run).orElseThrow(() -> StoreException.noRun(run));
            RunSummary now = Records.summary(record);
            if (closed || !complete || !credit.isThere()) {
                continue;
            }
            if (!active && now.status().ended() && record.branch() == branch) {
                send(RunEvent.ENDED, null, now, 0);
                return;
            }
            if (!now.equals(told)) {
                send(RunEvent.STATUS, null, now, 0);
                told = now;
            }
        }
    }

    /** Tells of the entries that are there, as far as the credit goes; says whether that was all of them. */
    private boolean entries() {
        List<ChainedEntry> page;
        do {
            page = credit.isThere() ? store.chained(run, branch, next, PAGE) : List.of();
            for (ChainedEntry entry : page) {
                if (closed || !credit.isThere()) {
                    return false;
                }
                long bytes = entry.entry().payload().weight();
                send(RunEvent.ENTRY, Records.item(branch, entry), null, bytes);
                next = entry.entry().seq() + 1;
            }
        } while (page.size() == PAGE);
        return true;
    }

    @Override
    public void close() {
        closed = true;
        wake();
    }
}
