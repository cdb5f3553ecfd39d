package io.flowork.runtime.service;

import io.flowork.api.CreditRequest;
import io.flowork.api.EngineClient;
import io.flowork.api.Problem.Kind;
import io.flowork.api.SubscribeRequest;
import io.flowork.api.Subscribed;
import io.flowork.api.SubscriptionRef;
import io.flowork.runtime.Engine;
import io.flowork.store.RunRecord;
import io.flowork.store.SealedEntry;
import io.flowork.store.Store;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The runs that one client is told of, by the names that it gave these subscriptions. */
final class Subscriptions implements AutoCloseable {
    private final Engine engine;
    private final Store store;
    private final Activity activity;
    private final Executor threads;
    private final EngineClient client;
    private final Map<String, Subscription> all = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Subscriptions(Engine engine, Store store, Activity activity, Executor threads, EngineClient client) {
        this.engine = engine;
        this.store = store;
        this.activity = activity;
        this.threads = threads;
        this.client = client;
    }

    Subscribed subscribe(SubscribeRequest request) {
        String name = Requests.text(request.subscription(), "subscription");
        String id = Requests.text(request.runId(), "runId");
        RunRecord run = store.run(id).orElse(null);
        if (run == null && request.chain() != null) { // it was there once
            return new Subscribed(name, Subscribed.TRIMMED);
        } else if (run == null) {
            throw Kind.NOT_FOUND.because("There is no run " + id);
        }
        int branch = request.branch() == null ? run.branch() : request.branch();
        long after = request.after() == null ? -1 : Math.max(-1, request.after());
        String standing = standing(run, branch, after, request.chain());
        if (!standing.equals(Subscribed.FOLLOWS)) {
            return new Subscribed(name, standing);
        }
        Credit credit = Credit.of(request.frames(), request.bytes());
        Subscription subscription = new Subscription(
                engine, store, activity, client, name, id, branch, after + 1, credit, () -> all.remove(name));
        if (closed || all.putIfAbsent(name, subscription) != null) {
            throw Kind.CONFLICT.because("There is a subscription '" + name + "' already");
        }
        threads.execute(subscription);
        return new Subscribed(name, standing);
    }

    /** Whether what comes after an entry follows what a client has of it. */
    private String standing(RunRecord run, int branch, long after, @Nullable String chain) {
        if (chain == null || after < 0) {
            return Subscribed.FOLLOWS;
        }
        if (store.branches(run.id()).stream().noneMatch(each -> each.number() == branch)) {
            return Subscribed.DIVERGED;
        }
        SealedEntry last = store.sealedOfLine(run.id(), branch, after).orElse(null);
        if (last == null || !HexFormat.of().formatHex(last.chain()).equals(chain)) {
            return Subscribed.DIVERGED;
        }
        boolean erased = store.sealedOfLine(run.id(), branch, after + 1)
                .filter(entry -> entry.payload() == null)
                .isPresent();
        return erased ? Subscribed.TRIMMED : Subscribed.FOLLOWS;
    }

    SubscriptionRef credit(CreditRequest request) {
        String name = Requests.text(request.subscription(), "subscription");
        if (request.frames() < 0 || request.bytes() < 0) {
            throw Kind.INVALID_REQUEST.because("'frames' and 'bytes' are 0 or more");
        }
        Subscription subscription = all.get(name);
        if (subscription != null) {
            subscription.credit(request.frames(), request.bytes());
        }
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
