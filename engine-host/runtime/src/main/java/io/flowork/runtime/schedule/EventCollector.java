package io.flowork.runtime.schedule;

import io.flowork.core.codec.CodecException;
import io.flowork.core.codec.ValueCodec;
import io.flowork.core.jq.Interrupt;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.Limits;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.Outcome;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Status;
import io.flowork.core.program.Program;
import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.store.StoredProgram;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events that start a workflow, as {@code schedule.on} says. What that means is what a listen task means: a
 * small workflow of one listen task is folded over the events, and its output is the input of the run to start.
 */
final class EventCollector {
    private static final String RUN = "schedule";

    private final Machine machine;
    private final String text;
    private final State fresh;
    private final String key;
    private final JsonArray types;
    private State state;
    private JsonArray taken = JsonArray.EMPTY;

    /**
     * What an event has brought about.
     *
     * @param input the input of the run to start; null when more events are needed
     * @param state what is to be kept until the next event; null when nothing is
     * @param events what tells the events collected so far from others
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Progress(@Nullable JsonValue input, byte @Nullable [] state, JsonArray events) {}

    EventCollector(Workflow workflow, Limits limits) {
        this.machine = new Machine(new JqMachine(limits.expression(), new Interrupt()));
        this.text = listener(workflow.definition()).toString();
        Workflow listener = WorkflowAnalysis.analyze(SourceText.of("schedule.flow.json", text))
                .workflow();
        if (listener == null) {
            throw new IllegalStateException("what a schedule listens to is checked with its workflow: " + text);
        }
        Program program = Program.compile(listener, spec());
        Input started = new Input.Started(RUN, JsonObject.EMPTY, Machine.runtime("schedule"), limits);
        Outcome outcome = machine.apply(State.initial(program), 0, started, null);
        this.fresh = advanced(outcome.state());
        if (!(fresh.pendingEffects().getFirst() instanceof Effect.Subscribe subscription)) {
            throw new IllegalStateException("a listen task subscribes");
        }
        this.key = subscription.key();
        this.types = subscription.types();
        this.state = fresh;
    }

    private static JsonObject listener(JsonObject definition) {
        JsonObject schedule = object(definition, "schedule");
        JsonObject listen = JsonObject.of("to", object(schedule, "on"));
        JsonValue read = schedule.get("read");
        JsonObject task = JsonObject.of("listen", read == null ? listen : listen.with("read", read));
        JsonObject.Builder text = new JsonObject.Builder()
                .put("document", object(definition, "document").with("version", JsonString.of("1.0.0")))
                .put("do", JsonArray.of(JsonObject.of("on", task)));
        JsonValue evaluate = definition.get("evaluate");
        return (evaluate == null ? text : text.put("evaluate", evaluate)).build();
    }

    private static JsonObject object(JsonObject json, String name) {
        if (json.get(name) instanceof JsonObject object) {
            return object;
        }
        throw new IllegalStateException("a checked workflow has an object '" + name + "'");
    }

    /** What it listens to: the same for the same events, whatever else the workflow says. */
    String spec() {
        return StoredProgram.of("", "", "", "json", text).hash();
    }

    /** The types of events that can matter; empty when any can. */
    JsonArray types() {
        return types;
    }

    /** Goes on from what was kept; from the beginning if that was nothing. */
    void restore(byte @Nullable [] kept) {
        state = fresh;
        taken = JsonArray.EMPTY;
        try {
            if (kept != null
                    && ValueCodec.decode(kept) instanceof JsonObject json
                    && json.get("state") instanceof JsonObject saved
                    && json.get("events") instanceof JsonArray events) {
                state = State.fromJson(fresh.program(), saved);
                taken = events;
            }
        } catch (CodecException e) {
            throw new IllegalArgumentException("the events collected so far cannot be read", e);
        }
    }

    private State advanced(State from) {
        State at = from;
        while (at.isReady()) {
            at = machine.advance(at, Long.MAX_VALUE, null).state();
        }
        return at;
    }

    /**
     * Takes an event.
     *
     * @param event the event
     * @param identity what tells it from others
     * @param now milliseconds since 1970-01-01 UTC
     * @return what that has brought about; null when the event means nothing, or was taken before
     */
    @Nullable
    Progress take(JsonObject event, String identity, long now) {
        Input.Event input = new Input.Event(key, event);
        for (JsonValue before : taken) {
            if (before.equals(JsonString.of(identity))) {
                return null;
            }
        }
        if (!machine.accepts(state, input)) {
            return null;
        }
        State next = advanced(machine.apply(state, now, input, null).state());
        JsonArray events = taken.append(JsonString.of(identity));
        if (next.status().ended()) {
            state = fresh;
            taken = JsonArray.EMPTY;
            JsonValue output = next.status() == Status.COMPLETED ? next.output() : null;
            return new Progress(output, null, events);
        }
        state = next;
        taken = events;
        byte[] kept = ValueCodec.encode(JsonObject.of("state", next.toJson(), "events", events));
        return new Progress(null, kept, events);
    }
}
