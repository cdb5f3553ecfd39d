package io.flowork.api;

/** The engine as one client uses it. */
public interface EngineSession extends EngineService, AutoCloseable {
    /** Ends the session's subscriptions. */
    @Override
    void close();
}
