package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Extender;
import io.flowork.core.program.Flow;
import io.flowork.core.program.Node;
import io.flowork.core.program.TaskList;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** What happens to a task at each phase, from its condition to its end: the standard's data flow. */
final class Phases {
    private final Turn turn;
    private final Bodies bodies;
    private final Tries tries;
    private final Listening listening;
    private final Messages messages;
    private final Resources resources;

    Phases(Turn turn) {
        this.turn = turn;
        this.resources = new Resources(turn);
        this.tries = new Tries(turn);
        this.listening = new Listening(turn);
        this.messages = new Messages(turn, resources);
        this.bodies = new Bodies(turn, resources, tries, listening, messages);
    }

    /** Does what is next for a frame: at most one step. */
    void phase(Frame frame) {
        if (frame.detail() instanceof Detail.Failing failing) {
            turn.fail(frame, failing.error());
            return;
        }
        Node node = frame.node();
        switch (frame.phase()) {
            case CONDITION -> condition(frame, node);
            case INPUT_SCHEMA -> {
                if (resources.satisfies(frame, node.input(), frame.rawInput(), "input")) {
                    turn.set(frame.in(Phase.INPUT_FROM));
                }
            }
            case INPUT_FROM -> inputFrom(frame, node);
            case ENTER -> enter(frame, node);
            case BEFORE -> before(frame, node);
            case BODY -> bodies.body(frame);
            case AFTER -> after(frame, node);
            case OUTPUT_AS -> outputAs(frame, node);
            case OUTPUT_SCHEMA -> {
                if (resources.satisfies(frame, node.output(), output(frame), "output")) {
                    turn.set(frame.in(Phase.EXPORT_AS));
                }
            }
            case EXPORT_AS -> exportAs(frame, node);
            case EXPORT_SCHEMA -> {
                if (resources.satisfies(frame, node.export(), turn.context, "export")) {
                    turn.set(frame.in(Phase.DONE));
                }
            }
            case DONE -> done(frame, node);
        }
    }

    private void condition(Frame frame, Node node) {
        if (frame.detail() instanceof Detail.Skipped) {
            turn.emit(turn.observed() ? new Step.Skipped(turn.at(frame), frame.rawInput()) : null);
            turn.leave(frame, frame.rawInput(), node.then());
            return;
        }
        if (node.condition() == null) {
            turn.set(frame.in(Phase.INPUT_SCHEMA));
            return;
        }
        JsonValue value = evaluate(frame, "if", node.condition(), frame.rawInput());
        turn.set(Expressions.holds(value) ? frame.in(Phase.INPUT_SCHEMA) : frame.with(Detail.Skipped.SKIPPED));
    }

    private void inputFrom(Frame frame, Node node) {
        Evaluable from = node.input().transform();
        if (from == null) {
            turn.set(frame.in(Phase.ENTER));
            return;
        }
        JsonValue input = evaluate(frame, "input.from", from, frame.rawInput());
        turn.set(frame.withInput(input, Phase.ENTER));
    }

    private void enter(Frame frame, Node node) {
        long millis = node.timeout() == null
                ? 0
                : Durations.millis(turn.expressions, frame, node.timeout(), frame.input(), frame.vars());
        Frame entered = frame.in(node.extensions().length == 0 ? Phase.BODY : Phase.BEFORE);
        if (node == turn.program.root()) {
            turn.context = frame.input();
        }
        turn.emit(turn.observed() ? new Step.Entered(turn.at(frame), frame.rawInput(), frame.input()) : null);
        if (node.timeout() != null) {
            String key = turn.key(frame, "timeout");
            turn.schedule(frame, new Effect.Timer(key, node.reference(), turn.now + millis));
            entered = entered.withTimeout(key);
        }
        turn.set(entered);
    }

    // --- extensions ---

    private void before(Frame frame, Node node) {
        int place = frame.detail() instanceof Detail.Extending extending ? extending.place() : 0;
        if (place == node.extensions().length) {
            turn.set(frame.with(Detail.Fresh.FRESH).in(Phase.BODY));
            return;
        }
        Extender extender = turn.program.extensions().get(node.extensions()[place]);
        if (extender.when() != null
                && !Expressions.holds(
                        evaluate(frame, "extension." + extender.name() + ".when", extender.when(), frame.input()))) {
            turn.set(frame.with(new Detail.Extending(place + 1, false)));
            return;
        }
        long applying = frame.extensions() | 1L << place;
        TaskList tasks = extender.before();
        if (tasks == null || tasks.size() == 0) {
            turn.set(frame.withExtensions(applying, new Detail.Extending(place + 1, false)));
            return;
        }
        Frame extending = frame.withExtensions(applying, new Detail.Extending(place, true));
        turn.push(extending, tasks.get(0), frame.input(), null);
    }

    private void after(Frame frame, Node node) {
        int place =
                frame.detail() instanceof Detail.Extending extending ? extending.place() : node.extensions().length - 1;
        if (place < 0) {
            turn.set(frame.with(Detail.Fresh.FRESH).in(Phase.OUTPUT_AS));
            return;
        }
        TaskList tasks = turn.program.extensions().get(node.extensions()[place]).after();
        boolean applies = (frame.extensions() & 1L << place) != 0;
        if (!applies || tasks == null || tasks.size() == 0) {
            turn.set(frame.with(new Detail.Extending(place - 1, false)));
            return;
        }
        turn.push(frame.with(new Detail.Extending(place, true)), tasks.get(0), output(frame), null);
    }

    /** The list of tasks inside a frame has ended. */
    void listDone(Frame frame, JsonValue result, boolean exited) {
        if (frame.phase() == Phase.BODY) {
            bodies.listDone(frame, result);
            return;
        }
        int place = frame.detail() instanceof Detail.Extending extending ? extending.place() : 0;
        if (frame.phase() == Phase.AFTER) {
            turn.set(frame.with(new Detail.Extending(place - 1, false)));
        } else if (exited) {
            turn.set(frame.completed(result, Phase.OUTPUT_AS, Detail.Fresh.FRESH));
        } else {
            turn.set(frame.with(new Detail.Extending(place + 1, false)));
        }
    }

    // --- the way out ---

    private void outputAs(Frame frame, Node node) {
        Evaluable as = node.output().transform();
        if (as == null) {
            turn.set(frame.in(Phase.OUTPUT_SCHEMA));
            return;
        }
        JsonValue transformed = evaluate(frame, "output.as", as, output(frame));
        turn.set(frame.withOutput(transformed, Phase.OUTPUT_SCHEMA));
    }

    private void exportAs(Frame frame, Node node) {
        Evaluable as = node.export().transform();
        if (as != null) {
            turn.context = evaluate(frame, "export.as", as, output(frame));
        }
        turn.set(frame.in(node.export().isEmpty() ? Phase.DONE : Phase.EXPORT_SCHEMA));
    }

    private void done(Frame frame, Node node) {
        JsonValue result = output(frame);
        turn.emit(turn.observed() ? new Step.Completed(turn.at(frame), result) : null);
        if (frame.timeout() != null) {
            turn.cancelEffect(frame.timeout(), frame);
        }
        Flow then = frame.detail() instanceof Detail.Redirected redirected ? redirected.then() : node.then();
        turn.leave(frame, result, then);
    }

    private static JsonValue output(Frame frame) {
        if (frame.output() == null) {
            throw new IllegalStateException("the task has no output yet");
        }
        return frame.output();
    }

    private JsonValue evaluate(Frame frame, String stage, Evaluable evaluable, JsonValue data) {
        JsonValue value = turn.expressions.evaluate(frame, evaluable, data);
        turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), stage, data, value) : null);
        return value;
    }

    // --- what comes from inside and outside ---

    /** A task inside a frame has failed: the frame to go on with. */
    Frame childFailed(Frame frame, WorkflowError error) {
        if (frame.phase() == Phase.BODY && frame.detail() instanceof Detail.Trying trying) {
            return tries.failed(frame, trying, error);
        }
        return turn.failing(frame, error);
    }

    void branchDone(Strand branch, JsonValue result) {
        bodies.branchDone(branch, result);
    }

    void branchFailed(Strand branch, WorkflowError error) {
        bodies.branchFailed(branch, error);
    }

    /** An effect of a frame has completed: the frame to go on with. */
    Frame resolved(Frame frame, JsonObject effect, JsonValue result) {
        return switch (frame.detail()) {
            case Detail.BackingOff off -> tries.next(frame, off);
            case Detail.Waiting waiting -> {
                if (!Resources.isFetch(effect)) {
                    yield bodies.resolved(frame, effect, result);
                }
                resources.fetched(effect, result);
                yield frame.with(waiting.after());
            }
            default -> throw new IllegalStateException("the task does not wait for an effect");
        };
    }

    boolean accepts(Input.Event event) {
        return messages.isFor(event) ? messages.accepts(event) : listening.accepts(event);
    }

    void event(Input.Event event) {
        if (messages.isFor(event)) {
            messages.event(event);
        } else {
            listening.event(event);
        }
    }

    /** The messages of a frame have ended: in time, or by the side that sends them. */
    void messagesEnded(int strand, Frame frame) {
        messages.ended(strand, frame);
    }

    /** An error for something that this version cannot do. */
    static Fault unavailable(String what, @Nullable String hint) {
        return new Fault(WorkflowError.of(
                Kind.CONFIGURATION, what + " is not available in this version" + (hint == null ? "" : "; " + hint)));
    }
}
