package io.flowork.runtime.service;

import io.flowork.api.EngineClient;
import io.flowork.api.Problem.Kind;
import io.flowork.api.RunInfo;
import io.flowork.api.RunRef;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.SubscriptionRef;
import io.flowork.runtime.Engine;
import io.flowork.store.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The runs that one client is told of, by the names that it gave these subscriptions. */
final class Subscriptions implements AutoCloseable {
    private final Engine engine;
    private final Store store;
    private final Runs runs;
    private final Activity activity;
    private final Executor threads;
    private final EngineClient client;
    private final Map<String, Subscription> all = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Subscriptions(Engine engine, Store store, Runs runs, Activity activity, Executor threads, EngineClient client) {
        this.engine = engine;
        this.store = store;
        this.runs = runs;
        this.activity = activity;
        this.threads = threads;
        this.client = client;
    }

    SubscriptionRef subscribe(SubscribeRequest request) {
        String name = Requests.text(request.subscription(), "subscription");
        RunInfo run = runs.get(new RunRef(request.runId()));
        int branch = request.branch() == null ? run.branch() : request.branch();
        long from = request.after() == null ? 0 : Math.max(-1, request.after()) + 1;
        Subscription subscription = new Subscription(
                engine, store, activity, client, name, run.runId(), branch, from, () -> all.remove(name));
        if (closed || all.putIfAbsent(name, subscription) != null) {
            throw Kind.CONFLICT.because("There is a subscription '" + name + "' already");
        }
        threads.execute(subscription);
        return new SubscriptionRef(name);
    }

    SubscriptionRef unsubscribe(SubscriptionRef request) {
        String name = Requests.text(request.subscription(), "subscription");
        Subscription subscription = all.remove(name);
        if (subscription != null) {
            subscription.close();
        }
        return new SubscriptionRef(name);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        all.values().forEach(Subscription::close);
        all.clear();
    }
}
