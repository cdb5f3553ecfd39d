package io.flowork.runtime;

import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to know of the lives of runs: those inside who listen for it by type, and those outside who are sent it. */
public final class LifecycleBus {
    private static final String WORKFLOW = "io.serverlessworkflow.workflow.";
    private static final String TASK = "io.serverlessworkflow.task.";

    private record Inside(JsonArray types, EventReceiver receiver) {}

    private record Outside(JsonArray types, PlannedRun.Planner sending) {}

    private final Map<String, Inside> inside = new ConcurrentHashMap<>();
    private final Map<String, Outside> outside = new ConcurrentHashMap<>();

    LifecycleBus() {}

    /** Whether an event of a type tells of a run's life. */
    private static boolean isLifecycle(JsonValue type) {
        return type instanceof JsonString text
                && (text.value().startsWith(WORKFLOW) || text.value().startsWith(TASK));
    }

    private static boolean namesAny(JsonArray types) {
        for (JsonValue type : types) {
            if (isLifecycle(type)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a text, such as a workflow's, names a type of such events. */
    static boolean isNamedIn(String text) {
        return text.contains(WORKFLOW) || text.contains(TASK);
    }

    /** Somebody inside subscribes; without naming a type of lifecycle events they get none. */
    void subscribe(String key, JsonArray types, EventReceiver receiver) {
        if (namesAny(types)) {
            inside.put(key, new Inside(types, receiver));
        }
    }

    /**
     * Sends lifecycle events of runs to somebody outside, until the key is unsubscribed.
     *
     * @param key identifies the subscription
     * @param types the types to send; only those that name lifecycle events matter
     * @param sending the run that sends an event, if one is to; it is started together with what the event tells of
     */
    public void send(String key, JsonArray types, PlannedRun.Planner sending) {
        if (namesAny(types)) {
            outside.put(key, new Outside(types, sending));
        }
    }

    void unsubscribe(String key) {
        inside.remove(key);
        outside.remove(key);
    }

    /** Whether anybody wants to know. */
    boolean isWanted() {
        return !inside.isEmpty() || !outside.isEmpty();
    }

    /** Whether anybody wants to know of this type. */
    boolean wants(JsonValue type) {
        return inside.values().stream().anyMatch(each -> contains(each.types, type))
                || outside.values().stream().anyMatch(each -> contains(each.types, type));
    }

    private static boolean contains(JsonArray types, JsonValue type) {
        for (JsonValue each : types) {
            if (each.equals(type)) {
                return true;
            }
        }
        return false;
    }

    /** The runs that send an event to those outside. */
    List<PlannedRun> sendings(JsonObject event) {
        List<PlannedRun> runs = new ArrayList<>();
        JsonValue type = event.get("type");
        for (Outside each : outside.values()) {
            PlannedRun run = type != null && contains(each.types, type) ? each.sending.plan(event) : null;
            if (run != null) {
                runs.add(run);
            }
        }
        return runs;
    }

    /** Brings an event to those inside. Nobody waits for them. */
    void publish(JsonObject event) {
        JsonValue type = event.get("type");
        for (Inside each : inside.values()) {
            if (type != null && contains(each.types, type)) {
                var _ = each.receiver.receive(event);
            }
        }
    }
}
