package io.flowork.runtime;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Brings events to those who subscribed to them, inside one process. */
final class EventBus {
    private record Subscription(JsonArray types, EventReceiver receiver) {
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
    private final LifecycleBus lifecycle = new LifecycleBus();

    /** Who wants to know of the lives of runs. */
    LifecycleBus lifecycle() {
        return lifecycle;
    }

    /**
     * Subscribes to events of some types, or of all when there are none.
     *
     * @param key identifies the subscription
     */
    void subscribe(String key, JsonArray types, EventReceiver receiver) {
        subscriptions.put(key, new Subscription(types, receiver));
        lifecycle.subscribe(key, types, receiver);
    }

    /** Subscribes somebody who gets lifecycle events in another way. */
    void subscribeOutside(String key, JsonArray types, EventReceiver receiver) {
        subscriptions.put(key, new Subscription(types, receiver));
    }

    void unsubscribe(String key) {
        subscriptions.remove(key);
        lifecycle.unsubscribe(key);
    }

    /** Brings an event to everybody who wants its type; gives how many they are, once it is durable wherever it matters. */
    CompletableFuture<Integer> publish(JsonObject event) {
        List<CompletableFuture<Void>> receipts = new ArrayList<>();
        for (Subscription subscription : subscriptions.values()) {
            if (subscription.wants(event)) {
                receipts.add(subscription.receiver().receive(event));
            }
        }
        return CompletableFuture.allOf(receipts.toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> receipts.size());
    }
}
