package io.flowork.runtime.service;

import io.flowork.api.EngineClient;
import io.flowork.api.Problem;
import io.flowork.api.RunEvent;
import io.flowork.api.RunSummary;
import io.flowork.core.journal.JournalEntry;
import io.flowork.runtime.Engine;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.StoreException;
import java.util.List;
import java.util.concurrent.Semaphore;

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
            Runnable onEnd) {
        this.engine = engine;
        this.store = store;
        this.activity = activity;
        this.client = client;
        this.name = name;
        this.run = run;
        this.branch = branch;
        this.next = from;
        this.onEnd = onEnd;
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
            if (closed || !complete) {
                continue;
            }
            if (!active && now.status().ended() && record.branch() == branch) {
                client.runEvent(new RunEvent(name, RunEvent.ENDED, null, now, null));
                return;
            }
            if (!now.equals(told)) {
                client.runEvent(new RunEvent(name, RunEvent.STATUS, null, now, null));
                told = now;
            }
        }
    }

    /** Tells of the entries that are there; says whether that was all of them. */
    private boolean entries() {
        List<JournalEntry> page;
        do {
            page = store.line(run, branch, next, PAGE);
            for (JournalEntry entry : page) {
                if (closed) {
                    return false;
                }
                client.runEvent(new RunEvent(name, RunEvent.ENTRY, Records.item(branch, entry), null, null));
                next = entry.seq() + 1;
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
