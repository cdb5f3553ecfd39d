package io.flowork.gateway.rest;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineService;
import io.flowork.api.EngineSession;
import io.flowork.api.ProblemException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The engine that requests go to, over one session; a new one when that was lost. */
public final class Upstream implements AutoCloseable {
    private static final int UNAVAILABLE = 503;

    private final EngineAccess access;
    private @Nullable EngineSession session;

    /** The engine that an access leads to. */
    public Upstream(EngineAccess access) {
        this.access = access;
    }

    /** A way to the engine, for sessions of one's own. */
    public EngineAccess access() {
        return access;
    }

    private synchronized EngineSession session() {
        EngineSession current = session;
        if (current == null || !current.isOpen()) {
            current = access.open(EngineClient.NONE);
            session = current;
        }
        return current;
    }

    @SuppressWarnings("ReferenceEquality") // the very session that was lost
    private synchronized void drop(EngineSession lost) {
        if (session == lost) {
            session = null;
            lost.close();
        }
    }

    /**
     * Asks the engine and waits for its answer.
     *
     * @throws ProblemException if it refuses, or cannot be reached
     */
    public <T> T ask(Function<EngineService, CompletableFuture<T>> request) throws InterruptedException {
        EngineSession current = session();
        try {
            return request.apply(current).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException problem) {
                if (problem.problem().status() == UNAVAILABLE) {
                    drop(current);
                }
                throw problem;
            }
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
