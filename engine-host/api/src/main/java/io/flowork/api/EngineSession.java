package io.flowork.api;

/** The engine as one client uses it. */
public interface EngineSession extends EngineService, AutoCloseable {
    /** Whether the engine can still be reached by this session. */
    boolean isOpen();

    /** Ends the session's subscriptions. */
    @Override
    void close();
}
