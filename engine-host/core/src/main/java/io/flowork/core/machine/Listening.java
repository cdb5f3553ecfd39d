package io.flowork.core.machine;

import io.flowork.core.program.Body;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Stage;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Task;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Listen tasks: which events they consume, and what they do for each. */
final class Listening {
    private final Turn turn;
    private final Events events;
    private final Resources resources;

    Listening(Turn turn) {
        this.turn = turn;
        this.events = new Events(turn);
        this.resources = new Resources(turn);
    }

    // --- the body ---

    void body(Frame frame, Body.Listen body) {
        if (!(frame.detail() instanceof Detail.Listening at)) {
            subscribe(frame, body);
            return;
        }
        switch (at.stage()) {
            case WAIT, NEXT -> next(frame, body, at);
            case INSIDE -> throw new IllegalStateException("the tasks inside have not ended");
            case OUTPUT -> output(frame, stage(body).output(), at);
            case EXPORT -> export(frame, stage(body).export(), at);
        }
    }

    private static Body.Foreach stage(Body.Listen body) {
        return Objects.requireNonNull(body.foreach(), "only a listen task with foreach has turns");
    }

    private void subscribe(Frame frame, Body.Listen body) {
        String key = turn.key(frame, "listen");
        turn.schedule(frame, new Effect.Subscribe(key, frame.node().reference(), types(body.to())));
        turn.set(frame.with(new Detail.Listening(
                key,
                JsonArray.EMPTY,
                JsonArray.EMPTY,
                JsonArray.EMPTY,
                JsonArray.EMPTY,
                JsonObject.EMPTY,
                0,
                Detail.ListenStage.WAIT,
                false)));
        turn.block();
    }

    /** The event types that can matter; empty when a filter does not say. */
    private static JsonArray types(Body.Events strategy) {
        JsonArray.Builder types = new JsonArray.Builder();
        boolean all = collectTypes(strategy, types);
        return all ? JsonArray.EMPTY : types.build();
    }

    private static boolean collectTypes(Body.Events strategy, JsonArray.Builder types) {
        boolean all = strategy.filters().isEmpty();
        for (Body.EventFilter filter : strategy.filters()) {
            boolean constant = false;
            for (Body.Attribute attribute : filter.attributes()) {
                if (attribute.name().equals("type") && attribute.value() instanceof Evaluable.Constant type) {
                    types.add(type.value());
                    constant = true;
                }
            }
            all |= !constant;
        }
        if (strategy instanceof Body.Any any && any.untilConsumed() != null) {
            all |= collectTypes(any.untilConsumed(), types);
        }
        return all;
    }

    private void next(Frame frame, Body.Listen body, Detail.Listening at) {
        if (body.foreach() != null && at.turn() < at.consumed().size()) {
            turn(frame, body.foreach(), at);
        } else if (at.closed()) {
            turn.release(frame);
            Bodies.complete(turn, frame, body.foreach() == null ? at.consumed() : at.results());
        } else {
            turn.emit(turn.observed() ? new Step.Waiting(turn.at(frame)) : null);
            turn.set(frame.with(stage(at, Detail.ListenStage.WAIT)));
            turn.block();
        }
    }

    private static Detail.Listening stage(Detail.Listening at, Detail.ListenStage next) {
        return new Detail.Listening(
                at.key(),
                at.consumed(),
                at.results(),
                at.matched(),
                at.ended(),
                at.bindings(),
                at.turn(),
                next,
                at.closed());
    }

    private static Detail.Listening results(Detail.Listening at, JsonArray results, int turn, Detail.ListenStage next) {
        return new Detail.Listening(
                at.key(), at.consumed(), results, at.matched(), at.ended(), at.bindings(), turn, next, at.closed());
    }

    // --- turns ---

    private static Vars variables(Frame frame, Detail.Listening at, int index) {
        return Vars.push(Vars.push(frame.vars(), at.consumed().get(index)), JsonNumber.of(index));
    }

    private void turn(Frame frame, Body.Foreach foreach, Detail.Listening at) {
        JsonValue item = at.consumed().get(at.turn());
        turn.emit(turn.observed() ? new Step.Turn(turn.at(frame), at.turn(), item, frame.input()) : null);
        if (foreach.tasks() == null || foreach.tasks().size() == 0) {
            turn.set(frame.with(results(at, at.results().append(item), at.turn() + 1, Detail.ListenStage.OUTPUT)));
            return;
        }
        Frame inside = frame.with(results(at, at.results(), at.turn() + 1, Detail.ListenStage.INSIDE));
        turn.push(inside, foreach.tasks().get(0), frame.input(), variables(frame, at, at.turn()));
    }

    void turnDone(Frame frame, JsonValue result) {
        if (frame.detail() instanceof Detail.Listening at) {
            turn.set(frame.with(results(at, at.results().append(result), at.turn(), Detail.ListenStage.OUTPUT)));
        }
    }

    private void output(Frame frame, Stage output, Detail.Listening at) {
        int last = at.results().size() - 1;
        JsonValue result = at.results().get(last);
        if (output.transform() == null) {
            result = at.consumed().get(at.turn() - 1);
        } else {
            result = evaluate(frame, "foreach.output.as", output.transform(), result, at);
        }
        if (resources.satisfies(frame, output, result, "output")) {
            turn.set(frame.with(results(at, at.results().with(last, result), at.turn(), Detail.ListenStage.EXPORT)));
        }
    }

    private void export(Frame frame, Stage export, Detail.Listening at) {
        if (export.transform() != null) {
            JsonValue result = at.results().get(at.results().size() - 1);
            turn.context = evaluate(frame, "foreach.export.as", export.transform(), result, at);
        }
        if (resources.satisfies(frame, export, turn.context, "export")) {
            turn.set(frame.with(stage(at, Detail.ListenStage.NEXT)));
        }
    }

    private JsonValue evaluate(Frame frame, String stage, Evaluable evaluable, JsonValue data, Detail.Listening at) {
        JsonValue value = turn.expressions.evaluate(frame, evaluable, data, variables(frame, at, at.turn() - 1));
        turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), stage, data, value) : null);
        return value;
    }

    // --- events ---

    /** Whether an event matches what its subscription listens to, as things stand. */
    boolean accepts(Input.Event event) {
        int id = Pending.strand(Fields.value(turn.pending, event.key()));
        Frame frame = listener(id, event.key());
        try {
            return consume(frame, listening(frame), event.event()) != null;
        } catch (Fault fault) {
            return false;
        }
    }

    private Frame listener(int id, String key) {
        for (Frame at = turn.strands.get(id).top(); at != null; at = at.parent()) {
            Detail.Listening listening = found(at.detail());
            if (listening != null && listening.key().equals(key)) {
                return at;
            }
        }
        throw new IllegalStateException("no task listens with " + key);
    }

    /** What a detail says about listening, also while the task waits for a schema. */
    private static Detail.@Nullable Listening found(Detail detail) {
        if (detail instanceof Detail.Listening listening) {
            return listening;
        }
        return detail instanceof Detail.Waiting waiting ? found(waiting.after()) : null;
    }

    private static Detail.Listening listening(Frame frame) {
        return Objects.requireNonNull(found(frame.detail()), "the task listens");
    }

    private static Frame with(Frame frame, Detail.Listening listening) {
        return frame.with(
                frame.detail() instanceof Detail.Waiting waiting
                        ? new Detail.Waiting(waiting.key(), listening)
                        : listening);
    }

    /** Consumes an event that its subscription accepts. */
    void event(Input.Event event) {
        int id = Pending.strand(Fields.value(turn.pending, event.key()));
        turn.load(id);
        Frame frame = listener(id, event.key());
        Detail.Listening before = listening(frame);
        Detail.Listening after = consume(frame, before, event.event());
        if (after == null) {
            throw new IllegalStateException("the event matches nothing");
        }
        JsonValue until = null;
        try {
            until = until(frame, before, after);
        } catch (Fault fault) {
            turn.emit(turn.observed() ? new Step.Consumed(turn.at(frame), event.event()) : null);
            turn.unwind(id, frame);
            turn.wake(id, turn.failing(frame, fault.error()));
            return;
        }
        turn.emit(turn.observed() ? new Step.Consumed(turn.at(frame), event.event()) : null);
        if (until != null) {
            turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), "until", after.consumed(), until) : null);
            after = Expressions.holds(until) ? closed(after) : after;
        }
        Frame top = turn.strands.get(id).top();
        turn.strands.set(turn.strands.get(id).at(replaced(top, frame, with(frame, after))));
        boolean idle = top.visit() == frame.visit() && frame.detail() instanceof Detail.Listening;
        if (idle && (after.closed() || hasTurn(frame, after))) {
            turn.ready.add(id);
        }
    }

    private static boolean hasTurn(Frame frame, Detail.Listening at) {
        return frame.node().body() instanceof Body.Listen body
                && body.foreach() != null
                && at.turn() < at.consumed().size();
    }

    /** A stack of frames with one changed. */
    static Frame replaced(Frame at, Frame old, Frame changed) {
        if (at.visit() == old.visit()) {
            return changed;
        }
        return at.inside(replaced(Objects.requireNonNull(at.parent(), "the frame is on the strand"), old, changed));
    }

    /** The value of the condition that ends listening, after one more event was consumed; null when there is none. */
    private @Nullable JsonValue until(Frame frame, Detail.Listening before, Detail.Listening after) {
        if (frame.node().body() instanceof Body.Listen body
                && body.to() instanceof Body.Any any
                && any.until() != null
                && after.consumed().size() > before.consumed().size()) {
            return turn.expressions.evaluate(frame, any.until(), after.consumed());
        }
        return null;
    }

    private static Detail.Listening closed(Detail.Listening at) {
        return new Detail.Listening(
                at.key(),
                at.consumed(),
                at.results(),
                at.matched(),
                at.ended(),
                at.bindings(),
                at.turn(),
                at.stage(),
                true);
    }

    /** What is remembered after an event; null when it does not match. */
    private Detail.@Nullable Listening consume(Frame frame, Detail.Listening at, JsonObject event) {
        if (at.closed() || !(frame.node().body() instanceof Body.Listen body)) {
            return null;
        }
        if (body.to() instanceof Body.Any any && any.untilConsumed() != null) {
            JsonArray ended = matched(frame, any.untilConsumed(), at.ended(), event);
            if (ended != null) {
                Detail.Listening next = new Detail.Listening(
                        at.key(),
                        at.consumed(),
                        at.results(),
                        at.matched(),
                        ended,
                        at.bindings(),
                        at.turn(),
                        at.stage(),
                        isComplete(any.untilConsumed(), ended));
                return next;
            }
        }
        List<Body.EventFilter> filters = body.to().filters();
        if (filters.isEmpty()) {
            return consumed(at, body, event, at.matched(), at.bindings());
        }
        for (int i = 0; i < filters.size(); i++) {
            if (body.to() instanceof Body.All && contains(at.matched(), i)) {
                continue;
            }
            JsonObject bindings = events.match(frame, filters.get(i), event, at.bindings());
            if (bindings != null) {
                return consumed(at, body, event, at.matched().append(JsonNumber.of(i)), bindings);
            }
        }
        return null;
    }

    private @Nullable JsonArray matched(Frame frame, Body.Events strategy, JsonArray before, JsonObject event) {
        List<Body.EventFilter> filters = strategy.filters();
        if (filters.isEmpty()) {
            return before.append(JsonNumber.of(0));
        }
        for (int i = 0; i < filters.size(); i++) {
            if (!contains(before, i) && events.match(frame, filters.get(i), event, JsonObject.EMPTY) != null) {
                return before.append(JsonNumber.of(i));
            }
        }
        return null;
    }

    private static boolean isComplete(Body.Events strategy, JsonArray matched) {
        return switch (strategy) {
            case Body.One one -> !matched.isEmpty();
            case Body.Any any -> !matched.isEmpty();
            case Body.All all -> matched.size() >= all.filters().size();
        };
    }

    private static boolean contains(JsonArray numbers, int number) {
        for (JsonValue at : numbers) {
            if (at.equals(JsonNumber.of(number))) {
                return true;
            }
        }
        return false;
    }

    private static Detail.Listening consumed(
            Detail.Listening at, Body.Listen body, JsonObject event, JsonArray matched, JsonObject bindings) {
        JsonValue read = body.read() == Task.EventRead.ENVELOPE ? event : data(event, body.read());
        boolean goesOn = body.to() instanceof Body.Any any && (any.until() != null || any.untilConsumed() != null);
        boolean closed = !goesOn && isComplete(body.to(), matched.isEmpty() ? JsonArray.of(JsonNull.NULL) : matched);
        return new Detail.Listening(
                at.key(),
                at.consumed().append(read),
                at.results(),
                goesOn ? at.matched() : matched,
                at.ended(),
                bindings,
                at.turn(),
                at.stage(),
                closed);
    }

    private static JsonValue data(JsonObject event, Task.EventRead read) {
        JsonValue data = event.get("data");
        if (data == null) {
            return JsonNull.NULL;
        }
        return read == Task.EventRead.RAW && !(data instanceof JsonString) ? JsonString.of(data.toString()) : data;
    }
}
