package io.flowork.runtime.service;

import io.flowork.api.Problem.Kind;
import io.flowork.api.ProblemException;
import io.flowork.api.PublishRequest;
import io.flowork.api.PublishResult;
import io.flowork.grammar.json.JsonObject;
import io.flowork.runtime.EngineBusyException;
import io.flowork.runtime.EventBus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Takes events from outside, and acknowledges them once everybody who listens has recorded them. */
final class Publishing {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EventBus events;
    private final Startup startup;

    Publishing(EventBus events, Startup startup) {
        this.events = events;
        this.startup = startup;
    }

    /** Brings events to those who listen, whom the engine may still have to hear of. */
    PublishResult publish(PublishRequest request) throws InterruptedException {
        List<CompletableFuture<Integer>> receivers = new ArrayList<>();
        for (JsonObject event : request.events()) {
            receivers.add(startup.done().thenCompose(ready -> events.publish(event)));
        }
        return new PublishResult(receivers.size(), received(receivers));
    }

    /** To how many events were brought, once they are all recorded where they were. */
    private static int received(List<CompletableFuture<Integer>> receivers) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        int sum = 0;
        for (CompletableFuture<Integer> each : receivers) {
            try {
                sum += each.get(Math.max(0, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new ProblemException(
                        Kind.UNAVAILABLE.of(
                                "Not everybody who listens has recorded the events within %d seconds. Send them again: whoever has one already does not take it twice"
                                        .formatted(PATIENCE.toSeconds())),
                        e);
            } catch (ExecutionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof EngineBusyException busy) {
                    throw new EngineBusyException(String.valueOf(busy.getMessage()), busy.retryAfter());
                }
                throw new ProblemException(
                        Kind.UNAVAILABLE.of(
                                "An event could not be recorded: %s. Send the events again: whoever has one already does not take it twice"
                                        .formatted(cause == null ? e.getMessage() : cause.getMessage())),
                        e);
            }
        }
        return sum;
    }
}
