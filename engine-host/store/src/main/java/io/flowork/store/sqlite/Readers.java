package io.flowork.store.sqlite;

import io.flowork.store.StoreException;
import io.flowork.store.payload.Packed;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;

/** Connections for reading, at most {@value #MOST} at once. */
final class Readers implements AutoCloseable {
    private static final int MOST = 16;

    /** Something to read. */
    interface Query<T> {
        T read(Session session) throws SQLException;
    }

    private final Path file;
    private final String parameters;
    private final Semaphore permits = new Semaphore(MOST);
    private final Deque<Session> idle = new ArrayDeque<>();
    private boolean closed;

    Readers(Path file, String parameters) {
        this.file = file;
        this.parameters = parameters;
    }

    <T> T read(Query<T> query) {
        permits.acquireUninterruptibly();
        try {
            Session session = take();
            boolean sound = false;
            try {
                T result = query.read(session);
                sound = true;
                return result;
            } finally {
                giveBack(session, sound);
            }
        } catch (SQLException e) {
            throw Failures.of(e, file);
        } catch (Packed.DamagedException e) {
            throw Failures.damaged(file, e);
        } finally {
            permits.release();
        }
    }

    private Session take() throws SQLException {
        synchronized (idle) {
            if (closed) {
                throw new StoreException(StoreException.Kind.CLOSED, "The store %s was closed.".formatted(file));
            }
            Session session = idle.poll();
            if (session != null) {
                return session;
            }
        }
        Session session = Session.open(file, parameters);
        session.once("PRAGMA busy_timeout = " + SqliteStore.PATIENCE.toMillis());
        session.once("PRAGMA query_only = ON");
        return session;
    }

    private void giveBack(Session session, boolean sound) throws SQLException {
        synchronized (idle) {
            if (!closed && sound) {
                idle.push(session);
                return;
            }
        }
        session.close();
    }

    @Override
    public void close() throws SQLException {
        synchronized (idle) {
            closed = true;
            for (Session session : idle) {
                session.close();
            }
            idle.clear();
        }
    }
}
