package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.WebhookInfo;
import io.flowork.api.WebhookList;
import io.flowork.api.WebhookRef;
import io.flowork.api.WebhookRequest;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.runtime.Engine;
import io.flowork.runtime.EventMemory;
import io.flowork.runtime.PlannedRun;
import io.flowork.runtime.RunIds;
import io.flowork.store.Store;
import io.flowork.store.StoredWebhook;
import io.flowork.store.Write;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Sends events to URLs. A delivery is a run of its own, so it survives what any run survives, and is seen like one. Its id
 * follows from the webhook and the event, so an event that comes again is not sent again.
 */
final class Webhooks {
    private static final System.Logger LOG = System.getLogger(Webhooks.class.getName());
    private static final String CALLER = "webhook";
    private static final int MOST = 100;
    private static final int LONGEST_URL = 2_000;
    private static final int MOST_TYPES = 100;
    private static final int SHORTEST_SECRET = 16;

    /** So many deliveries may be under way. More are left out, so that a receiver that is away fills no disk. */
    private static final int MOST_DELIVERIES = 10_000;

    private final Engine engine;
    private final Store store;
    private final Clock clock;
    private final Executor threads;
    private volatile boolean isFull;

    Webhooks(Engine engine, Store store, Clock clock, Executor threads) {
        this.engine = engine;
        this.store = store;
        this.clock = clock;
        this.threads = threads;
    }

    /** Goes on with the webhooks of the store. */
    void start() {
        store.webhooks().forEach(this::listen);
    }

    // --- requests ---

    synchronized WebhookInfo create(WebhookRequest request) {
        String url = checked(Requests.text(request.url(), "url"));
        String secret = request.secret();
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            throw Kind.INVALID_REQUEST.because(
                    "'secret' has at least " + SHORTEST_SECRET + " characters, such as those of: openssl rand -hex 32");
        }
        if (request.types().size() > MOST_TYPES || request.types().contains("")) {
            throw Kind.INVALID_REQUEST.because(
                    "'types' is at most " + MOST_TYPES + " types of events, none of them empty");
        }
        if (store.webhooks().size() >= MOST) {
            throw Kind.CONFLICT.because(
                    "There are " + MOST + " webhooks, which is as many as there may be. Delete one first");
        }
        StoredWebhook webhook =
                new StoredWebhook(UUID.randomUUID().toString(), url, request.types(), secret, clock.millis());
        store.write(new Write.PutWebhook(webhook));
        listen(webhook);
        return info(webhook);
    }

    private static String checked(String url) {
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            boolean isWeb = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
            if (isWeb && uri.getUserInfo() == null && uri.getFragment() == null && url.length() <= LONGEST_URL) {
                return url;
            }
        } catch (URISyntaxException e) {
            LOG.log(System.Logger.Level.DEBUG, "refused", e);
        }
        throw Kind.INVALID_REQUEST.because("'url' is an absolute http or https URL without user and fragment, such as "
                + "https://example.com/events, of at most " + LONGEST_URL + " characters");
    }

    WebhookList list() {
        return new WebhookList(store.webhooks().stream().map(Webhooks::info).toList());
    }

    synchronized WebhookInfo delete(WebhookRef request) {
        String id = Requests.text(request.id(), "id");
        StoredWebhook webhook = store.webhooks().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Kind.NOT_FOUND.because("There is no webhook " + id));
        store.write(new Write.DeleteWebhook(id));
        engine.events().unsubscribe(key(webhook));
        return info(webhook);
    }

    private static WebhookInfo info(StoredWebhook webhook) {
        return new WebhookInfo(
                webhook.id(),
                webhook.url(),
                webhook.types(),
                webhook.secret() != null,
                Instant.ofEpochMilli(webhook.created()));
    }

    // --- deliveries ---

    private static String key(StoredWebhook webhook) {
        return "webhook/" + webhook.id();
    }

    private void listen(StoredWebhook webhook) {
        JsonArray types =
                JsonArray.of(webhook.types().stream().map(JsonString::of).toList());
        engine.events().lifecycle().send(key(webhook), types, event -> {
            String id = id(webhook, event);
            return isKnown(id) || isFull()
                    ? null
                    : new PlannedRun(id, CALLER, WebhookDelivery.workflow(), WebhookDelivery.input(webhook, event));
        });
        engine.events()
                .subscribeOutside(
                        key(webhook),
                        types,
                        event -> CompletableFuture.completedFuture(event)
                                .thenComposeAsync(given -> deliver(webhook, given), threads));
    }

    private CompletableFuture<Void> deliver(StoredWebhook webhook, JsonObject event) {
        String id = id(webhook, event);
        boolean sent = engine.run(id).isEmpty() && (store.run(id).isPresent() || isFull());
        return sent
                ? CompletableFuture.completedFuture(null)
                : engine.startAnyway(id, CALLER, WebhookDelivery.workflow(), WebhookDelivery.input(webhook, event))
                        .accepted()
                        .thenAccept(run -> {});
    }

    /** Whether the event was sent before. */
    private boolean isKnown(String run) {
        return engine.run(run).isPresent() || store.run(run).isPresent();
    }

    private static String id(StoredWebhook webhook, JsonObject event) {
        String identity = Objects.requireNonNullElseGet(
                EventMemory.identity(event), () -> UUID.randomUUID().toString());
        return RunIds.ofFiring(WebhookDelivery.NAMESPACE, WebhookDelivery.NAME, webhook.id(), identity);
    }

    private boolean isFull() {
        boolean full = engine.runs() >= MOST_DELIVERIES && engine.runsOf(WebhookDelivery.workflow()) >= MOST_DELIVERIES;
        if (full && !isFull) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "%d deliveries to webhooks are under way: events are left out until some have ended. See the runs of %s/%s"
                            .formatted(MOST_DELIVERIES, WebhookDelivery.NAMESPACE, WebhookDelivery.NAME));
        }
        isFull = full;
        return full;
    }
}
