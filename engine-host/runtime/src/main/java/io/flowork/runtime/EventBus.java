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
public final class EventBus {
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
    private volatile CompletableFuture<Void> listening = CompletableFuture.completedFuture(null);

    EventBus() {}

    /** Who wants to know of the lives of runs. */
    public LifecycleBus lifecycle() {
        return lifecycle;
    }

    /**
     * Subscribes to events of some types, or of all when there are none.
     *
     * @param key identifies the subscription
     * @param types the types that can matter; empty when any can
     */
    public void subscribe(String key, JsonArray types, EventReceiver receiver) {
        subscriptions.put(key, new Subscription(types, receiver));
        lifecycle.subscribe(key, types, receiver);
    }

    /** Subscribes somebody outside, who gets lifecycle events by {@link LifecycleBus#send} instead. */
    public void subscribeOutside(String key, JsonArray types, EventReceiver receiver) {
        subscriptions.put(key, new Subscription(types, receiver));
    }

    /** Ends a subscription, if there is one. */
    public void unsubscribe(String key) {
        subscriptions.remove(key);
        lifecycle.unsubscribe(key);
    }

    /**
     * Events that come from now on wait, as there are some who do not listen yet; also for others that they wait for already.
     *
     * @param ready completed once they listen, never exceptionally
     */
    public synchronized void holdUntil(CompletableFuture<Void> ready) {
        listening = CompletableFuture.allOf(listening, ready);
    }

    /**
     * Brings an event (a CloudEvent as an object) to everybody who listens for it. While runs of an earlier process are
     * being read, it waits for them, as they may listen too.
     *
     * @return to how many tasks and schedules it was brought, once they have all recorded it
     */
    public CompletableFuture<Integer> publish(JsonObject event) {
        return listening.thenCompose(ready -> bring(event));
    }

    private CompletableFuture<Integer> bring(JsonObject event) {
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
