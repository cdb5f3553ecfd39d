package io.flowork.store.sqlite;

import io.flowork.store.StoreException;
import io.flowork.store.StoreException.Kind;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Writes, one transaction at a time, together what has come in while the one before was committed.
 *
 * <p>Who submits something while nobody else writes commits it himself, so that a single run needs no other thread for
 * its commits. When commits have been shared lately, the writer's own thread makes them, as everybody else has other runs
 * to see to; virtual threads always leave them to it, as a commit would hold their carrier. Nothing here can be
 * interrupted: a commit is a call of native code, and waiting goes on.
 *
 * <p>When one write of a group fails, the group is rolled back and every write gets a transaction of its own, so that a
 * bad write fails alone.
 */
final class Writer implements AutoCloseable {
    private static final int GROUP = 512;

    /** After so many writes that nobody shared, nobody is expected to share the next. */
    private static final int ALONE = 32;

    private record Request(List<Operation> operations, CompletableFuture<Integer> done) {}

    private final Path file;
    private final Session session;
    private final Tables tables;
    private final Queue<Request> queue = new ConcurrentLinkedQueue<>();
    /** Held by who uses the connection, until those who wait for the commit have been told. */
    private final Semaphore connection = new Semaphore(1);

    private final Thread thread;
    /** How many groups in a row were of one write. */
    private volatile int alone;

    private volatile boolean closed;

    Writer(Path file, Session session) {
        this.file = file;
        this.session = session;
        this.tables = new Tables(session);
        this.thread = Thread.ofPlatform().name("flowork-store").daemon().start(this::work);
    }

    /** Queues operations that belong together; the result is the number of rows changed. */
    CompletableFuture<Integer> submit(List<Operation> operations) {
        Request request = new Request(operations, new CompletableFuture<>());
        synchronized (queue) {
            if (closed) {
                throw new StoreException(Kind.CLOSED, "The store %s was closed.".formatted(file));
            }
            queue.add(request);
        }
        if (alone < ALONE || Thread.currentThread().isVirtual()) {
            LockSupport.unpark(thread);
        } else if (connection.tryAcquire()) {
            commitNext();
        } // else its holder looks at the queue again when done
        return request.done;
    }

    /** Commits a group, gives the connection back, and sees to what came in meanwhile. */
    private void commitNext() {
        try {
            List<Request> group = new ArrayList<>();
            for (Request next = queue.poll(); next != null; next = group.size() < GROUP ? queue.poll() : null) {
                group.add(next);
            }
            if (!group.isEmpty()) {
                alone = group.size() > 1 ? 0 : Math.min(alone + 1, ALONE);
                commit(group);
            }
        } finally {
            connection.release();
        }
        if (!queue.isEmpty()) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        while (!closed || !queue.isEmpty()) {
            if (queue.isEmpty()) {
                LockSupport.park(this);
                Thread.interrupted(); // only close() ends this thread, after everything that was submitted
            } else {
                connection.acquireUninterruptibly();
                commitNext();
            }
        }
    }

    private void commit(List<Request> group) {
        int[] changed = new int[group.size()];
        StoreException failure = transaction(group, changed);
        if (failure == null) {
            for (int i = 0; i < changed.length; i++) {
                group.get(i).done.complete(changed[i]);
            }
        } else if (group.size() == 1 || failure.kind() == Kind.LOCKED || failure.kind() == Kind.READ_ONLY) {
            group.forEach(request -> request.done.completeExceptionally(failure));
        } else {
            group.forEach(request -> commit(List.of(request)));
        }
    }

    private @Nullable StoreException transaction(List<Request> group, int[] changed) {
        boolean begun = false;
        try {
            session.execute("BEGIN IMMEDIATE");
            begun = true;
            for (int i = 0; i < changed.length; i++) {
                for (Operation operation : group.get(i).operations) {
                    changed[i] += tables.apply(operation);
                }
            }
            session.execute("COMMIT");
            return null;
        } catch (SQLException e) {
            return undo(begun, Failures.of(e, file));
        } catch (StoreException e) {
            return undo(begun, e);
        } catch (RuntimeException e) { // a caller waits for an answer, whatever happened here
            return undo(begun, new StoreException(Kind.IO, "%s could not be written: %s".formatted(file, e), e));
        }
    }

    private StoreException undo(boolean begun, StoreException failure) {
        tables.forget();
        try {
            session.forget();
            if (begun) {
                session.once("ROLLBACK");
            }
        } catch (SQLException e) {
            failure.addSuppressed(e); // SQLite has rolled back by itself, as it does when the disk is full
        }
        return failure;
    }

    /** Commits what was submitted and closes the connection. */
    @Override
    public void close() throws SQLException {
        synchronized (queue) {
            if (closed) {
                return;
            }
            closed = true;
        }
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        connection.acquireUninterruptibly(); // somebody may be committing
        session.close();
    }
}
