package io.flowork.runtime;

import io.flowork.grammar.json.JsonObject;
import java.util.concurrent.CompletableFuture;

/** Somebody who listens for events. Called on any thread, so it takes note and returns. */
@FunctionalInterface
public interface EventReceiver {
    /**
     * Takes an event.
     *
     * @return completed once the event is durable, or known to mean nothing; exceptionally when it could not be recorded
     */
    CompletableFuture<Void> receive(JsonObject event);
}
