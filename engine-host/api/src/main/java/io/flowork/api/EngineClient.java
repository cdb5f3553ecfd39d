package io.flowork.api;

import org.eclipse.lsp4j.jsonrpc.services.JsonNotification;

/** What an engine calls back. */
public interface EngineClient {
    /** Takes no events. */
    EngineClient NONE = event -> {};

    /**
     * Something happened to a run that was subscribed to. The next event of the subscription comes after this returns, so a
     * receiver that is slow is given no more than it takes.
     */
    @JsonNotification("run/event")
    void runEvent(RunEvent event);

    /** A run that this session controls is held, or has ended. */
    @JsonNotification("run/held")
    default void runHeld(HeldRun run) {}
}
