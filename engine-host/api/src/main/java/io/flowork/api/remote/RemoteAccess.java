package io.flowork.api.remote;

import io.flowork.api.EngineAccess;
import io.flowork.api.EngineClient;
import io.flowork.api.EngineSession;

/** A way to an engine that may be lost. */
@FunctionalInterface
public interface RemoteAccess extends EngineAccess {
    /**
     * Opens a session.
     *
     * @param client told of what the session subscribes to
     * @param lost called once when the engine cannot be reached by this session any more, for whatever reason
     * @throws io.flowork.api.ProblemException if the engine cannot be reached, or does not let this caller in
     */
    EngineSession open(EngineClient client, Runnable lost);

    @Override
    default EngineSession open(EngineClient client) {
        return open(client, () -> {});
    }
}
