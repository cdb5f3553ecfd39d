package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.program.Body;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Flow;
import io.flowork.core.program.Node;
import io.flowork.core.program.TaskList;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a task does between its transformed input and its raw output, by its kind. */
final class Bodies {
    private final Turn turn;
    private final Resources resources;
    private final Tries tries;
    private final Listening listening;
    private final Messages messages;
    private final Events events;
    private final FetchedFunctions functions;

    Bodies(Turn turn, Resources resources, Tries tries, Listening listening, Messages messages) {
        this.turn = turn;
        this.resources = resources;
        this.tries = tries;
        this.listening = listening;
        this.messages = messages;
        this.events = new Events(turn);
        this.functions = new FetchedFunctions(turn);
    }

    /** Makes the next step of a body. */
    void body(Frame frame) {
        switch (frame.node().body()) {
            case Body.Call body -> call(frame, body);
            case Body.CallDefined body -> callDefined(frame, body);
            case Body.CallFetched body -> callFetched(frame, body);
            case Body.Consume body -> messages.body(frame, body);
            case Body.Do body -> list(frame, body.tasks(), Detail.Inside.INSIDE);
            case Body.Emit body -> emit(frame, body);
            case Body.For body -> loop(frame, body);
            case Body.Fork body -> fork(frame, body);
            case Body.Listen body -> listening.body(frame, body);
            case Body.Raise body -> raise(frame, body);
            case Body.RunProcess body -> runProcess(frame, body);
            case Body.RunWorkflow body -> runWorkflow(frame, body);
            case Body.Set body -> set(frame, body);
            case Body.Switch body -> choose(frame, body);
            case Body.Try body -> tries.body(frame, body);
            case Body.Wait body -> pause(frame, body);
        }
    }

    /** The tasks inside a body have ended. */
    void listDone(Frame frame, JsonValue result) {
        switch (frame.node().body()) {
            case Body.Do body -> complete(turn, frame, result);
            case Body.CallDefined body -> complete(turn, frame, result);
            case Body.CallFetched body -> complete(turn, frame, result);
            case Body.Try body -> tries.listDone(frame, body, result);
            case Body.Consume body -> messages.turnDone(frame, result);
            case Body.Listen body -> listening.turnDone(frame, result);
            case Body.For body -> {
                if (frame.detail() instanceof Detail.Loop loop) {
                    turn.set(frame.with(
                            new Detail.Loop(loop.items(), loop.index() + 1, result, Detail.LoopStage.CHECK)));
                }
            }
            default -> throw new IllegalStateException(frame.node() + " has no tasks inside");
        }
    }

    /** The effect of a body has completed: the frame to go on with. */
    Frame resolved(Frame frame, JsonObject effect, JsonValue result) {
        return switch (frame.node().body()) {
            case Body.Wait body -> completed(frame, frame.input(), Detail.Fresh.FRESH);
            case Body.Emit body -> completed(frame, Fields.object(effect, "event"), Detail.Fresh.FRESH);
            case Body.Call body -> completed(frame, result, authorized(frame.node(), effect));
            default -> completed(frame, result, Detail.Fresh.FRESH);
        };
    }

    /** How a call was authorized, if an expression that can ask for it follows. */
    private static Detail authorized(Node node, JsonObject effect) {
        if (node.output().transform() == null && node.export().transform() == null) {
            return Detail.Fresh.FRESH;
        }
        JsonObject authorization = Authorizations.of(effect);
        return authorization == null ? Detail.Fresh.FRESH : new Detail.Authorized(authorization);
    }

    /** Ends the body of the frame at work. */
    static void complete(Turn turn, Frame frame, JsonValue raw) {
        turn.set(completed(frame, raw, Detail.Fresh.FRESH));
    }

    /** A frame whose body has ended. */
    static Frame completed(Frame frame, JsonValue raw, Detail detail) {
        if (raw.depth() > Limits.LEVELS) {
            return frame.with(new Detail.Failing(Errors.tooDeep("The output of the task")));
        }
        Node node = frame.node();
        Phase next = node.endsDirectly() ? Phase.DONE : node.extensions().length == 0 ? Phase.OUTPUT_AS : Phase.AFTER;
        return frame.completed(raw, next, detail);
    }

    private JsonValue evaluated(Frame frame, String stage, Evaluable evaluable) {
        JsonValue value = turn.expressions.evaluate(frame, evaluable, frame.input());
        turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), stage, frame.input(), value) : null);
        return value;
    }

    private void list(Frame frame, TaskList tasks, Detail inside) {
        if (tasks.size() == 0) {
            complete(turn, frame, frame.input());
        } else {
            turn.push(frame.with(inside), tasks.get(0), frame.input(), frame.vars());
        }
    }

    // --- set, switch, raise, wait ---

    private void set(Frame frame, Body.Set body) {
        complete(turn, frame, evaluated(frame, "set", body.value()));
    }

    private void choose(Frame frame, Body.Switch body) {
        int next = frame.detail() instanceof Detail.Choosing choosing ? choosing.next() : 0;
        if (next == body.cases().size()) {
            complete(turn, frame, frame.input());
            return;
        }
        Body.Case at = body.cases().get(next);
        if (at.when() != null && !Expressions.holds(evaluated(frame, "switch." + at.name() + ".when", at.when()))) {
            turn.set(frame.with(new Detail.Choosing(next + 1)));
        } else {
            turn.set(completed(frame, frame.input(), new Detail.Redirected(at.then())));
        }
    }

    private void raise(Frame frame, Body.Raise body) {
        JsonValue value = evaluated(frame, "raise", body.error());
        turn.set(turn.failing(frame, Errors.read(value)));
    }

    private void pause(Frame frame, Body.Wait body) {
        long millis = Durations.millis(turn.expressions, frame, body.duration(), frame.input(), frame.vars());
        await(frame, new Effect.Timer(turn.key(frame, "wait"), frame.node().reference(), turn.now + millis));
    }

    private void await(Frame frame, Effect effect) {
        turn.schedule(frame, effect);
        turn.set(frame.with(new Detail.Waiting(effect.key(), Detail.Fresh.FRESH)));
        turn.block();
    }

    // --- call, run, emit ---

    private void call(Frame frame, Body.Call body) {
        if (!(frame.detail() instanceof Detail.Computed computed)) {
            JsonValue arguments = evaluated(frame, "with", body.arguments());
            turn.set(frame.with(new Detail.Computed(arguments)));
            return;
        }
        JsonObject arguments = object(computed.value(), "The arguments of a call");
        if (body.resource() != null && arguments.get(body.resource()) instanceof JsonObject resource) {
            JsonValue endpoint = Fields.value(resource, "endpoint");
            JsonValue document = resources.document(frame, endpoint, frame.detail());
            if (document instanceof JsonObject proto && body.function().equals("grpc")) {
                document = ProtoImports.with(resources, frame, endpoint, proto);
            }
            if (document == null) {
                return;
            }
            if (body.function().equals("a2a")
                    && document instanceof JsonObject card
                    && endpoint instanceof JsonObject object
                    && object.get("authentication") != null) {
                // who may read an agent's card may talk to the agent
                document = card.with("authentication", Fields.value(object, "authentication"));
            }
            arguments = arguments.with(body.resource(), document);
        }
        await(frame, new Effect.Call(turn.key(frame, "call"), frame.node().reference(), body.function(), arguments));
    }

    private static JsonObject object(JsonValue value, String what) {
        return switch (value) {
            case JsonObject object -> object;
            case JsonNull none -> JsonObject.EMPTY;
            default ->
                throw new Fault(WorkflowError.of(
                        Kind.EXPRESSION, what + " must be an object; they are " + Texts.shorten(value)));
        };
    }

    private void callDefined(Frame frame, Body.CallDefined body) {
        if (!(frame.detail() instanceof Detail.Computed computed)) {
            turn.set(frame.with(new Detail.Computed(evaluated(frame, "with", body.arguments()))));
            return;
        }
        enter(frame, body.function(), computed.value());
    }

    /** Begins the task of a function. */
    private void enter(Frame frame, TaskList function, JsonValue input) {
        if (turn.depth(frame) > turn.limits.depth()) {
            throw new Fault(WorkflowError.of(
                    Kind.RUNTIME,
                    "Tasks are nested deeper than the limit of " + turn.limits.depth()
                            + "; a function seems to call itself without an end"));
        }
        turn.push(frame.with(Detail.Inside.INSIDE), function.get(0), input, null);
    }

    private void callFetched(Frame frame, Body.CallFetched body) {
        if (!(frame.detail() instanceof Detail.Computed computed)) {
            turn.set(frame.with(new Detail.Computed(evaluated(frame, "with", body.arguments()))));
            return;
        }
        JsonObject endpoint = functions.endpoint(frame, body);
        JsonValue document = resources.document(frame, endpoint, frame.detail());
        if (document == null) {
            return;
        }
        TaskList function = functions.of(body.name(), Fields.string(endpoint, "uri"), document);
        if (function != null) {
            enter(frame, function, computed.value());
        } else {
            JsonObject arguments = object(computed.value(), "The arguments of a call");
            await(frame, new Effect.Call(turn.key(frame, "call"), frame.node().reference(), body.name(), arguments));
        }
    }

    private void runProcess(Frame frame, Body.RunProcess body) {
        if (!(frame.detail() instanceof Detail.Computed computed)) {
            turn.set(frame.with(new Detail.Computed(evaluated(frame, "run", body.arguments()))));
            return;
        }
        JsonObject arguments = object(computed.value(), "The configuration of a process");
        if (body.source() != null) {
            JsonValue endpoint = turn.expressions.evaluate(frame, body.source(), frame.input());
            JsonValue document = resources.document(frame, endpoint, frame.detail());
            if (document == null) {
                return;
            }
            arguments = arguments.with("source", document);
        }
        arguments = arguments.with("return", JsonString.of(body.result().name().toLowerCase(Locale.ROOT)));
        start(
                frame,
                new Effect.Call(turn.key(frame, "run"), frame.node().reference(), body.function(), arguments),
                body.await());
    }

    private void runWorkflow(Frame frame, Body.RunWorkflow body) {
        if (!(frame.detail() instanceof Detail.Computed computed)) {
            JsonValue input = body.input() == null ? frame.input() : evaluated(frame, "run", body.input());
            turn.set(frame.with(new Detail.Computed(input)));
            return;
        }
        Effect run = new Effect.ChildRun(
                turn.key(frame, "run"),
                frame.node().reference(),
                body.namespace(),
                body.name(),
                body.version(),
                computed.value(),
                body.await());
        start(frame, run, body.await());
    }

    private void start(Frame frame, Effect effect, boolean await) {
        if (await) {
            await(frame, effect);
        } else {
            turn.schedule(frame, effect, Pending.DETACHED);
            complete(turn, frame, frame.input());
        }
    }

    private void emit(Frame frame, Body.Emit body) {
        if (!(frame.detail() instanceof Detail.Computed computed)) {
            JsonValue event = evaluated(frame, "emit", body.event());
            turn.set(frame.with(new Detail.Computed(event)));
            return;
        }
        JsonObject event = events.complete(frame, object(computed.value(), "The attributes of an event"));
        await(frame, new Effect.Publish(turn.key(frame, "emit"), frame.node().reference(), event));
    }

    // --- for ---

    private void loop(Frame frame, Body.For body) {
        switch (frame.detail()) {
            case Detail.Loop loop -> nextTurn(frame, body, loop);
            default -> {
                JsonValue items = evaluated(frame, "for.in", body.in());
                if (!(items instanceof JsonArray array)) {
                    throw new Fault(WorkflowError.of(
                            Kind.EXPRESSION, "for.in must be an array; it is " + Texts.shorten(items)));
                }
                turn.set(frame.with(new Detail.Loop(array, 0, frame.input(), Detail.LoopStage.CHECK)));
            }
        }
    }

    private void nextTurn(Frame frame, Body.For body, Detail.Loop loop) {
        if (loop.stage() == Detail.LoopStage.TURN) {
            turn(frame, body, loop);
        } else if (loop.index() == loop.items().size()) {
            complete(turn, frame, loop.data());
        } else if (body.condition() == null) {
            turn(frame, body, loop);
        } else {
            check(frame, body.condition(), loop);
        }
    }

    private static Vars variables(Frame frame, JsonValue item, int index) {
        return Vars.push(Vars.push(frame.vars(), item), JsonNumber.of(index));
    }

    private void check(Frame frame, Evaluable condition, Detail.Loop loop) {
        Vars vars = variables(frame, loop.items().get(loop.index()), loop.index());
        JsonValue value = turn.expressions.evaluate(frame, condition, loop.data(), vars);
        turn.emit(turn.observed() ? new Step.Evaluated(turn.at(frame), "while", loop.data(), value) : null);
        if (Expressions.holds(value)) {
            turn.set(frame.with(new Detail.Loop(loop.items(), loop.index(), loop.data(), Detail.LoopStage.TURN)));
        } else {
            complete(turn, frame, loop.data());
        }
    }

    private void turn(Frame frame, Body.For body, Detail.Loop loop) {
        JsonValue item = loop.items().get(loop.index());
        turn.emit(turn.observed() ? new Step.Turn(turn.at(frame), loop.index(), item, loop.data()) : null);
        if (body.tasks().size() == 0) {
            turn.set(frame.with(new Detail.Loop(loop.items(), loop.index() + 1, loop.data(), Detail.LoopStage.CHECK)));
            return;
        }
        Frame inside = frame.with(new Detail.Loop(loop.items(), loop.index(), loop.data(), Detail.LoopStage.INSIDE));
        turn.push(inside, body.tasks().get(0), loop.data(), variables(frame, item, loop.index()));
    }

    // --- fork ---

    private void fork(Frame frame, Body.Fork body) {
        int branches = body.branches().size();
        if (!(frame.detail() instanceof Detail.Forked forked)) {
            if (branches == 0) {
                complete(turn, frame, body.compete() ? frame.input() : JsonArray.EMPTY);
                return;
            }
            JsonValue[] unknown = new JsonValue[branches];
            Arrays.fill(unknown, JsonNull.NULL);
            turn.set(frame.with(new Detail.Forked(JsonArray.of(unknown), 0, branches)));
            return;
        }
        if (forked.started() == branches) {
            turn.block();
            return;
        }
        int branch = forked.started();
        turn.emit(turn.observed() ? new Step.BranchStarted(turn.at(frame), branch) : null);
        Frame bottom = turn.frame(null, body.branches().get(branch), frame.input(), frame.vars());
        turn.startStrand(turn.strand(), branch, frame.visit(), bottom);
        turn.set(frame.with(new Detail.Forked(forked.results(), branch + 1, forked.left())));
        if (branch + 1 == branches) {
            turn.block();
        }
    }

    /** A branch has ended with an output. */
    void branchDone(Strand branch, JsonValue result) {
        Frame fork = turn.strands.get(branch.parent()).top();
        if (!(fork.node().body() instanceof Body.Fork body) || !(fork.detail() instanceof Detail.Forked forked)) {
            throw new IllegalStateException("the branch belongs to no fork");
        }
        turn.emit(
                turn.observed()
                        ? new Step.BranchJoined(turn.at(branch.parent(), fork), branch.branch(), result)
                        : null);
        JsonArray results = forked.results().with(branch.branch(), result);
        if (body.compete()) {
            turn.cancelBranches(fork);
            turn.wake(branch.parent(), completed(fork, result, Detail.Fresh.FRESH));
        } else if (forked.left() == 1) {
            turn.wake(branch.parent(), completed(fork, results, Detail.Fresh.FRESH));
        } else {
            Frame waiting = fork.with(new Detail.Forked(results, forked.started(), forked.left() - 1));
            turn.strands.set(turn.strands.get(branch.parent()).at(waiting));
        }
    }

    /** A branch has failed. A fork fails with its first failing branch; one that competes with its last. */
    void branchFailed(Strand branch, WorkflowError error) {
        Frame fork = turn.strands.get(branch.parent()).top();
        if (!(fork.node().body() instanceof Body.Fork body) || !(fork.detail() instanceof Detail.Forked forked)) {
            throw new IllegalStateException("the branch belongs to no fork");
        }
        if (body.compete() && forked.left() > 1) {
            Frame waiting = fork.with(new Detail.Forked(forked.results(), forked.started(), forked.left() - 1));
            turn.strands.set(turn.strands.get(branch.parent()).at(waiting));
        } else {
            turn.wake(branch.parent(), turn.failing(fork, error));
        }
    }

    /** Where a task goes when it does not go its own way. */
    static Detail redirected(@Nullable Flow then) {
        return then == null ? Detail.Fresh.FRESH : new Detail.Redirected(then);
    }
}
