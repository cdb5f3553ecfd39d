package io.flowork.runtime;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Brings events to the runs that subscribed to them, inside one process. */
final class EventBus {
    private record Subscription(JsonArray types, Consumer<JsonObject> receiver) {
        boolean wants(JsonObject event) {
            if (types.isEmpty()) {
                return true;
            }
            JsonValue type = event.get("type");
            for (JsonValue wanted : types) {
                if (wanted.equals(type)) {
                    return true;
                }
            }
            return false;
        }
    }

    private final Map<String, Subscription> subscriptions = new ConcurrentHashMap<>();

    /**
     * Subscribes to events of some types, or of all when there are none.
     *
     * @param key identifies the subscription
     */
    void subscribe(String key, JsonArray types, Consumer<JsonObject> receiver) {
        subscriptions.put(key, new Subscription(types, receiver));
    }

    void unsubscribe(String key) {
        subscriptions.remove(key);
    }

    /** Brings an event to everybody who wants it; says how many that are. */
    int publish(JsonObject event) {
        int receivers = 0;
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.wants(event)) {
                subscription.receiver().accept(event);
                receivers++;
            }
        }
        return receivers;
    }
}
