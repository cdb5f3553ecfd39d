package io.flowork.runtime;

import io.flowork.core.journal.JournalEntry;
import io.flowork.core.machine.Input;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.store.Store;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The events that a run has taken lately, so that one that is brought again is not taken twice. By CloudEvents, the source
 * and the id together identify an event; senders that give every event the same id are told apart by type at least. It
 * follows from the journal, so nothing of it is stored.
 */
public final class EventMemory {
    /** How many events, and how many of the journal's last entries, it goes back. */
    private static final int REMEMBERED = 1_000;

    private static final int PAGE = 250;

    private final Map<String, WeakReference<JsonObject>> taken = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, WeakReference<JsonObject>> eldest) {
            return size() > REMEMBERED;
        }
    };

    EventMemory() {}

    /** What the last entries of a run's journal say. */
    static EventMemory of(@Nullable Store store, String run, int branch, long nextSeq) {
        EventMemory memory = new EventMemory();
        if (store == null) {
            return memory;
        }
        for (long from = Math.max(0, nextSeq - REMEMBERED); from < nextSeq; from += PAGE) {
            for (JournalEntry entry : store.line(run, branch, from, PAGE)) {
                if (entry.kind().equals("event")
                        && entry.payload().get("key") instanceof JsonString key
                        && entry.payload().get("event") instanceof JsonObject event) {
                    memory.add(new Input.Event(key.value(), event));
                }
            }
        }
        return memory;
    }

    /** The event was taken. */
    void add(Input.Event event) {
        String identity = identity(event);
        if (identity != null) {
            taken.putIfAbsent(identity, new WeakReference<>(event.event()));
        }
    }

    /** Whether the event was taken before, and not just now by another subscription that it was brought to. */
    boolean isRepeated(Input.Event event) {
        String identity = identity(event);
        WeakReference<JsonObject> before = identity == null ? null : taken.get(identity);
        return before != null && !before.refersTo(event.event());
    }

    /**
     * What tells an event from others that a run gets; null when nothing does. A message may have a CloudEvent as its payload,
     * or an event's attributes as its headers; two calls of a run may each take it once.
     */
    static @Nullable String identity(Input.Event input) {
        JsonObject event = input.event();
        for (String part : List.of("payload", "headers")) {
            if (event.get(part) instanceof JsonObject inside && inside.has("specversion")) {
                String identity = identity(inside);
                return identity == null ? null : input.key() + identity;
            }
        }
        return identity(event);
    }

    /** What tells an event from others: its source, id and type; null when it has no source or id. */
    public static @Nullable String identity(JsonObject event) {
        return event.get("source") instanceof JsonString source && event.get("id") instanceof JsonString id
                ? new JsonArray.Builder()
                        .add(source)
                        .add(id)
                        .add(Objects.requireNonNullElse(event.get("type"), JsonNull.NULL))
                        .build()
                        .toString()
                : null;
    }
}
