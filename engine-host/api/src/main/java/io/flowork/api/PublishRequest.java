package io.flowork.api;

import io.flowork.grammar.json.JsonObject;
import java.util.List;

/**
 * Events to bring to runs.
 *
 * @param events CloudEvents, each as an object of its attributes and {@code data}
 */
public record PublishRequest(List<JsonObject> events) {
    /** Copies the events. */
    public PublishRequest {
        events = events == null ? List.of() : List.copyOf(events);
    }
}
