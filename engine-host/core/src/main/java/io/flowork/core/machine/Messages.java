package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Body;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Stage;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Calls that consume messages: a call goes on while its messages come in one by one, each an input of the run, until an
 * amount, a time or a condition is reached.
 */
final class Messages {
    private static final String DOCUMENT = "document";

    private final Turn turn;
    private final Resources resources;

    Messages(Turn turn, Resources resources) {
        this.turn = turn;
        this.resources = resources;
    }

    // --- the body ---

    void body(Frame frame, Body.Consume body) {
        switch (frame.detail()) {
            case Detail.Computed computed -> subscribe(frame, body, computed.value());
            case Detail.Consuming at -> {
                switch (at.stage()) {
                    case NEXT -> next(frame, body, at);
                    case WAIT -> receive(frame, body, at);
                    case INSIDE -> throw new IllegalStateException("the tasks inside have not ended");
                    case OUTPUT -> output(frame, foreach(body).output(), at);
                    case EXPORT -> export(frame, foreach(body).export(), at);
                }
            }
            default ->
                turn.set(frame.with(new Detail.Computed(evaluate(frame, "with", body.arguments(), frame.input()))));
        }
    }

    private static Body.Foreach foreach(Body.Consume body) {
        return Objects.requireNonNull(body.foreach(), "only a subscription with foreach has turns");
    }

    private void subscribe(Frame frame, Body.Consume body, JsonValue value) {
        if (!(value instanceof JsonObject given)) {
            throw new Fault(WorkflowError.of(
                    Kind.EXPRESSION, "The arguments of a call must be an object; they are " + Texts.shorten(value)));
        }
        JsonObject arguments = given.without("subscription");
        if (arguments.get(DOCUMENT) instanceof JsonObject resource) {
            JsonValue document = resources.document(frame, Fields.value(resource, "endpoint"), frame.detail());
            if (document == null) {
                return;
            }
            arguments = arguments.with(DOCUMENT, document);
        }
        long millis = body.time() == null
                ? 0
                : Durations.millis(turn.expressions, frame, body.time(), frame.input(), frame.vars());
        String key = turn.key(frame, "call");
        String reference = frame.node().reference();
        turn.schedule(frame, new Effect.Call(key, reference, body.function(), arguments));
        String timer = null;
        if (body.time() != null) {
            timer = turn.key(frame, "consume");
            turn.schedule(frame, new Effect.Timer(timer, reference, turn.now + millis));
        }
        turn.set(frame.with(
                new Detail.Consuming(key, timer, JsonArray.EMPTY, JsonArray.EMPTY, 0, Detail.ListenStage.NEXT, false)));
    }

    /** Between two messages: whether there is to be another one. */
    private void next(Frame frame, Body.Consume body, Detail.Consuming at) {
        boolean enough = body.amount() != null && at.turn() >= body.amount();
        if (!enough && body.goesOn() != null && at.turn() > 0) {
            enough = !Expressions.holds(evaluate(frame, "while", body.goesOn(), before(at)));
        }
        if (!enough && body.until() != null) {
            enough = Expressions.holds(evaluate(frame, "until", body.until(), before(at)));
        }
        if (enough) {
            complete(frame, body, at);
        } else {
            turn.set(frame.with(at.next(Detail.ListenStage.WAIT)));
        }
    }

    /** The messages that a turn was made for. */
    private static JsonArray before(Detail.Consuming at) {
        if (at.turn() == at.consumed().size()) {
            return at.consumed();
        }
        JsonArray.Builder before = new JsonArray.Builder();
        for (int i = 0; i < at.turn(); i++) {
            before.add(at.consumed().get(i));
        }
        return before.build();
    }

    private void receive(Frame frame, Body.Consume body, Detail.Consuming at) {
        if (at.turn() == at.consumed().size()) {
            if (at.closed()) {
                complete(frame, body, at);
            } else {
                turn.emit(turn.observed() ? new Step.Waiting(turn.at(frame)) : null);
                turn.block();
            }
            return;
        }
        JsonValue message = at.consumed().get(at.turn());
        Body.Foreach foreach = body.foreach();
        if (foreach == null) {
            turn.set(frame.with(at.with(at.results(), at.turn() + 1, Detail.ListenStage.NEXT)));
            return;
        }
        turn.emit(turn.observed() ? new Step.Turn(turn.at(frame), at.turn(), message, frame.input()) : null);
        if (foreach.tasks() == null || foreach.tasks().size() == 0) {
            turn.set(frame.with(at.with(at.results().append(message), at.turn() + 1, Detail.ListenStage.OUTPUT)));
            return;
        }
        Frame inside = frame.with(at.with(at.results(), at.turn() + 1, Detail.ListenStage.INSIDE));
        turn.push(inside, foreach.tasks().get(0), frame.input(), variables(frame, at, at.turn()));
    }

    private void complete(Frame frame, Body.Consume body, Detail.Consuming at) {
        turn.release(frame);
        Bodies.complete(turn, frame, body.foreach() == null ? before(at) : at.results());
    }

    // --- turns ---

    private static Vars variables(Frame frame, Detail.Consuming at, int index) {
        return Vars.push(Vars.push(frame.vars(), at.consumed().get(index)), JsonNumber.of(index));
    }

    void turnDone(Frame frame, JsonValue result) {
        if (frame.detail() instanceof Detail.Consuming at) {
            turn.set(frame.with(at.with(at.results().append(result), at.turn(), Detail.ListenStage.OUTPUT)));
        }
    }

    private void output(Frame frame, Stage output, Detail.Consuming at) {
        int last = at.results().size() - 1;
        JsonValue result = output.transform() == null
                ? at.consumed().get(at.turn() - 1)
                : inTurn(
                        frame,
                        "foreach.output.as",
                        output.transform(),
                        at.results().get(last),
                        at);
        if (resources.satisfies(frame, output, result, "output")) {
            turn.set(frame.with(at.with(at.results().with(last, result), at.turn(), Detail.ListenStage.EXPORT)));
        }
    }

    private void export(Frame frame, Stage export, Detail.Consuming at) {
        if (export.transform() != null) {
            JsonValue result = at.results().get(at.results().size() - 1);
            turn.context = inTurn(frame, "foreach.export.as", export.transform(), result, at);
        }
        if (resources.satisfies(frame, export, turn.context, "export")) {
            turn.set(frame.with(at.next(Detail.ListenStage.NEXT)));
        }
    }

    private JsonValue inTurn(Frame frame, String stage, Evaluable evaluable, JsonValue data, Detail.Consuming at) {
        JsonValue value = turn.expressions.evaluate(frame, evaluable, data, variables(frame, at, at.turn() - 1));
        turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), stage, data, value) : null);
        return value;
    }

    private JsonValue evaluate(Frame frame, String stage, Evaluable evaluable, JsonValue data) {
        JsonValue value = turn.expressions.evaluate(frame, evaluable, data);
        turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), stage, data, value) : null);
        return value;
    }

    // --- messages ---

    /** What a detail says about consuming, also while the task waits for a schema. */
    static Detail.@Nullable Consuming found(Detail detail) {
        if (detail instanceof Detail.Consuming consuming) {
            return consuming;
        }
        return detail instanceof Detail.Waiting waiting ? found(waiting.after()) : null;
    }

    private @Nullable Frame consumer(String key) {
        int id = Pending.strand(Fields.value(turn.pending, key));
        if (id == Pending.DETACHED) {
            return null;
        }
        for (Frame at = turn.strands.get(id).top(); at != null; at = at.parent()) {
            Detail.Consuming consuming = found(at.detail());
            if (consuming != null && consuming.key().equals(key)) {
                return at;
            }
        }
        return null;
    }

    private static Detail.Consuming consuming(Frame frame) {
        return Objects.requireNonNull(found(frame.detail()), "the task consumes messages");
    }

    /** Whether an event is a message of a call. */
    boolean isFor(Input.Event event) {
        return consumer(event.key()) != null;
    }

    /** Whether a message counts, as things stand. */
    boolean accepts(Input.Event event) {
        Frame frame = consumer(event.key());
        if (frame == null || consuming(frame).closed() || !(frame.node().body() instanceof Body.Consume body)) {
            return false;
        }
        try {
            return body.filter() == null
                    || Expressions.holds(turn.expressions.evaluate(frame, body.filter(), event.event()));
        } catch (Fault fault) {
            return false;
        }
    }

    /** Takes in a message that counts. */
    void event(Input.Event event) {
        int id = Pending.strand(Fields.value(turn.pending, event.key()));
        Frame frame = Objects.requireNonNull(consumer(event.key()), "the message has a consumer");
        turn.load(id);
        turn.emit(turn.observed() ? new Step.Consumed(turn.at(frame), event.event()) : null);
        Detail.Consuming at = consuming(frame);
        JsonArray consumed = at.consumed().append(event.event());
        boolean last = frame.node().body() instanceof Body.Consume body
                && body.amount() != null
                && consumed.size() >= body.amount();
        change(
                id,
                frame,
                new Detail.Consuming(at.key(), at.timer(), consumed, at.results(), at.turn(), at.stage(), last));
    }

    /** No more messages come. */
    void ended(int id, Frame frame) {
        Detail.Consuming at = consuming(frame);
        change(
                id,
                frame,
                new Detail.Consuming(at.key(), at.timer(), at.consumed(), at.results(), at.turn(), at.stage(), true));
    }

    private void change(int id, Frame frame, Detail.Consuming changed) {
        Frame top = turn.strands.get(id).top();
        Frame with = frame.with(
                frame.detail() instanceof Detail.Waiting waiting
                        ? new Detail.Waiting(waiting.key(), changed)
                        : changed);
        turn.strands.set(turn.strands.get(id).at(Listening.replaced(top, frame, with)));
        boolean idle = top.visit() == frame.visit()
                && frame.detail() instanceof Detail.Consuming
                && changed.stage() == Detail.ListenStage.WAIT;
        if (idle) {
            turn.ready.add(id);
        }
    }
}
