package io.flowork.api;

/** A way to an engine: in this process, or over a socket. */
@FunctionalInterface
public interface EngineAccess {
    /**
     * Opens a session.
     *
     * @param client told of what the session subscribes to
     * @throws ProblemException if the engine cannot be reached
     */
    EngineSession open(EngineClient client);
}
