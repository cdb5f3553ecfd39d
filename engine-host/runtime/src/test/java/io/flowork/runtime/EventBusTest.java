package io.flowork.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Events wait for everybody who is about to listen. */
class EventBusTest {
    private static final JsonObject EVENT = JsonObject.of("type", JsonString.of("go"));

    @Test
    void anEventWaitsForAllWhoAreAboutToListen() {
        EventBus events = new EventBus();
        CompletableFuture<Void> schedules = new CompletableFuture<>();
        CompletableFuture<Void> runs = new CompletableFuture<>();
        events.holdUntil(schedules);
        events.holdUntil(runs);
        CompletableFuture<Integer> receivers = events.publish(EVENT);
        runs.complete(null);
        assertThat(receivers).isNotDone();
        List<JsonObject> received = new ArrayList<>();
        events.subscribe("late", JsonArray.EMPTY, event -> {
            received.add(event);
            return CompletableFuture.completedFuture(null);
        });
        schedules.complete(null);
        assertThat(receivers).isCompletedWithValue(1);
        assertThat(received).containsExactly(EVENT);
    }
}
