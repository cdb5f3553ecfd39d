package io.flowork.core.machine;

import io.flowork.core.program.Body;
import io.flowork.core.program.Evaluable;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Workflow;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** CloudEvents 1.0 as objects: made complete when emitted, compared with filters when they arrive. */
final class Events {
    private final Turn turn;

    Events(Turn turn) {
        this.turn = turn;
    }

    /** An event with the attributes that CloudEvents requires, those given first. */
    JsonObject complete(Frame frame, JsonObject given) {
        Workflow workflow = turn.program.workflow();
        JsonObject event = given;
        String id = Keys.uuid(turn.runId, turn.drawn, frame.node().reference(), frame.visit(), turn.t)
                .toString();
        event = withDefault(event, "specversion", "1.0");
        event = withDefault(event, "id", id);
        event = withDefault(
                event, "source", "/" + workflow.namespace() + "/" + workflow.name() + "/" + workflow.version());
        return withDefault(event, "time", Instant.ofEpochMilli(turn.now).toString());
    }

    private static JsonObject withDefault(JsonObject event, String attribute, String value) {
        return event.has(attribute) ? event : event.with(attribute, JsonString.of(value));
    }

    /**
     * The bindings of correlations after an event matched a filter; null when it does not match.
     *
     * @param bindings the values that correlations are bound to so far
     */
    @Nullable
    JsonObject match(Frame frame, Body.EventFilter filter, JsonObject event, JsonObject bindings) {
        for (Body.Attribute attribute : filter.attributes()) {
            JsonValue actual = event.get(attribute.name());
            if (!satisfies(frame, attribute.value(), actual == null ? JsonNull.NULL : actual)) {
                return null;
            }
        }
        JsonObject bound = bindings;
        for (Body.Correlation correlation : filter.correlations()) {
            JsonValue value = turn.expressions.evaluate(frame, correlation.from(), event);
            JsonValue expected = correlation.expect() == null
                    ? bound.get(correlation.name())
                    : turn.expressions.evaluate(frame, correlation.expect(), frame.input());
            if (expected != null && !expected.equals(value)) {
                return null;
            }
            bound = bound.with(correlation.name(), value);
        }
        return bound;
    }

    private boolean satisfies(Frame frame, Evaluable wanted, JsonValue actual) {
        if (!(wanted instanceof Evaluable.Computed)) {
            return turn.expressions.evaluate(frame, wanted, frame.input()).equals(actual);
        }
        JsonValue value = turn.expressions.evaluate(frame, wanted, actual);
        return value instanceof JsonBoolean bool ? bool.value() : value.equals(actual);
    }
}
