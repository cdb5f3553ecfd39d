package io.flowork.core.machine;

import io.flowork.core.program.Body;
import io.flowork.core.program.Flow;
import io.flowork.core.program.Node;
import io.flowork.core.program.Program;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What changes at a fork: frames get the tasks of another program, and values others.
 *
 * <p>Frames are data that name tasks by reference, so they can go on in a program that has tasks of the same kinds at the
 * same places.
 */
final class Forking {
    /** Why something cannot be forked. */
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refused(String reason) {
            super(reason, null, false, false);
        }
    }

    private final Turn turn;

    Forking(Turn turn) {
        this.turn = turn;
    }

    /**
     * Makes the changes of a branch.
     *
     * @param other the program it goes on with, if it names one and it is here
     */
    void apply(Aside aside, @Nullable Program other) {
        if (aside.program() != null) {
            if (other == null) {
                throw new Refused("the branch goes on with the program " + aside.program()
                        + ", which is not here or has errors: deploy or import it");
            }
            reseat(other);
        }
        for (Edit edit : aside.edits()) {
            edit(edit);
        }
        if (turn.status() == Status.SUSPENDED) {
            turn.status(Status.RUNNING);
        }
    }

    // --- the program ---

    private void reseat(Program other) {
        turn.program = other;
        turn.edited = true;
        for (int i = 0; i < turn.strands.size(); i++) {
            Strand strand = turn.strands.at(i);
            Deque<Frame> inwards = new ArrayDeque<>();
            for (Frame at = strand.top(); at != null; at = at.parent()) {
                inwards.push(at);
            }
            Frame top = null;
            for (Frame frame : inwards) {
                top = reseated(frame, top);
            }
            turn.strands.set(strand.at(Objects.requireNonNull(top, "a strand has a frame")));
        }
    }

    private Frame reseated(Frame frame, @Nullable Frame around) {
        Node old = frame.node();
        Node node;
        try {
            node = StateJson.node(turn.program, turn.resources, old.reference());
        } catch (IllegalArgumentException e) {
            throw refused(old, "is at work there, and the edited program has no such task");
        }
        if (!node.body().getClass().equals(old.body().getClass())) {
            throw refused(old, "is at work there, and is of another kind in the edited program");
        }
        if (node.extensions().length != old.extensions().length) {
            throw refused(old, "is at work there, and the edited program has other extensions around it");
        }
        String misfit = misfit(frame.detail(), node, old);
        if (misfit != null) {
            throw refused(old, misfit);
        }
        boolean untouched = frame.detail() == Detail.Fresh.FRESH
                && (frame.phase() == Phase.CONDITION || (frame.phase() == Phase.ENTER && old.startsDirectly()));
        Phase phase = untouched ? (node.startsDirectly() ? Phase.ENTER : Phase.CONDITION) : frame.phase();
        return new Frame(
                around,
                node,
                phase,
                frame.visit(),
                frame.startedAt(),
                frame.rawInput(),
                frame.input(),
                frame.output(),
                frame.rawOutput(),
                frame.vars(),
                frame.extensions(),
                frame.timeout(),
                frame.detail());
    }

    private static Refused refused(Node task, String why) {
        return new Refused("the task " + task.reference() + " " + why + ": fork before it began");
    }

    /** Why what a task remembers means nothing to the task of another program at its place; null if it does. */
    private static @Nullable String misfit(Detail detail, Node node, Node old) {
        return switch (detail) {
            case Detail.Waiting waiting -> misfit(waiting.after(), node, old);
            case Detail.Choosing choosing ->
                node.body() instanceof Body.Switch body
                                && choosing.next() > body.cases().size()
                        ? "has looked at more cases than the edited program has"
                        : null;
            case Detail.Forked forked ->
                node.body() instanceof Body.Fork body
                                && old.body() instanceof Body.Fork was
                                && (body.branches().size() != was.branches().size() || body.compete() != was.compete())
                        ? "has begun its branches, and the edited program has others"
                        : null;
            case Detail.Listening listening ->
                node.body() instanceof Body.Listen body
                                && old.body() instanceof Body.Listen was
                                && (!body.to().getClass().equals(was.to().getClass())
                                        || body.to().filters().size()
                                                != was.to().filters().size())
                        ? "listens, and the edited program has other filters"
                        : null;
            case Detail.Redirected redirected ->
                redirected.then() instanceof Flow.Goto there
                                && there.index() >= node.list().size()
                        ? "goes to a task that the edited program does not have"
                        : null;
            case Detail.Deciding deciding -> noRetry(node, old);
            case Detail.BackingOff off -> noRetry(node, old);
            case Detail.Handling handling ->
                node.body() instanceof Body.Try body && body.handler() == null
                        ? "handles an error, and the edited program has no tasks for that"
                        : null;
            case Detail.Fresh d -> null;
            case Detail.Inside d -> null;
            case Detail.Skipped d -> null;
            case Detail.Extending d -> null;
            case Detail.Failing d -> null;
            case Detail.Computed d -> null;
            case Detail.Authorized d -> null;
            case Detail.Loop d -> null;
            case Detail.Trying d -> null;
            case Detail.Consuming d -> null;
        };
    }

    private static @Nullable String noRetry(Node node, Node old) {
        return node.body() instanceof Body.Try body
                        && old.body() instanceof Body.Try was
                        && was.retry() != null
                        && body.retry() == null
                ? "decides about trying again, and does not try again in the edited program"
                : null;
    }

    // --- values ---

    private void edit(Edit edit) {
        if (edit.value().depth() > Limits.LEVELS) {
            throw new Refused(
                    "the new value of " + edit.text() + " is nested deeper than " + Limits.LEVELS + " levels");
        }
        switch (edit.of()) {
            case RUN_INPUT -> runInput(edit);
            case CONTEXT -> turn.context = changed(edit, turn.context);
            case RAW_INPUT, INPUT, OUTPUT, VARIABLE -> frame(edit);
        }
    }

    private void runInput(Edit edit) {
        Frame root = turn.strands.size() == 0 ? null : turn.strands.at(0).top();
        if (turn.t != 0 || root == null) {
            throw new Refused("the run's input can be changed before its first step only: fork at step 0");
        }
        turn.rawInput = changed(edit, turn.rawInput);
        turn.strands.set(turn.strands.at(0).at(with(root, null, turn.rawInput, turn.rawInput, null, root.vars())));
    }

    private void frame(Edit edit) {
        for (int i = 0; i < turn.strands.size(); i++) {
            Strand strand = turn.strands.at(i);
            Frame frame = strand.frame(edit.visit());
            if (frame != null) {
                Deque<Frame> inside = new ArrayDeque<>();
                for (Frame at = strand.top(); at != null && at.visit() != frame.visit(); at = at.parent()) {
                    inside.push(at);
                }
                int variable = edit.of() == Edit.Of.VARIABLE ? variable(strand, frame, edit) : -1;
                Frame top = changed(edit, frame, variable);
                for (Frame at : inside) {
                    Vars vars = variable < 0 || at.vars() == null ? at.vars() : with(at.vars(), variable, edit);
                    top = with(at, top, at.rawInput(), at.input(), at.output(), vars);
                }
                turn.strands.set(strand.at(top));
                return;
            }
        }
        throw new Refused("the visit " + edit.visit() + " of a task is not at work there, so " + edit.text()
                + " cannot be changed: fork where it is");
    }

    private int variable(Strand strand, Frame frame, Edit edit) {
        List<String> names = LocalNames.of(turn.strands, strand, frame);
        int place = names.lastIndexOf(edit.variable());
        if (place < 0) {
            throw new Refused("the task " + frame.node().reference() + " sees no variable $" + edit.variable()
                    + (names.isEmpty() ? "" : "; it sees $" + String.join(", $", names)));
        }
        return place;
    }

    private static Frame changed(Edit edit, Frame frame, int variable) {
        Frame around = frame.parent();
        JsonValue raw = frame.rawInput();
        JsonValue input = frame.input();
        JsonValue output = frame.output();
        Vars vars = frame.vars();
        if (edit.of() == Edit.Of.RAW_INPUT) {
            raw = changed(edit, raw);
            boolean transformed = frame.phase().compareTo(Phase.INPUT_FROM) > 0;
            input = transformed && !frame.node().startsDirectly() ? input : raw;
        } else if (edit.of() == Edit.Of.INPUT) {
            input = changed(edit, input);
        } else if (edit.of() == Edit.Of.OUTPUT) {
            if (output == null) {
                throw new Refused(
                        "the task " + frame.node().reference() + " has no output there: fork after its body has ended");
            }
            output = changed(edit, output);
        } else if (vars != null) {
            vars = with(vars, variable, edit);
        }
        return with(frame, around, raw, input, output, vars);
    }

    private static Frame with(
            Frame frame,
            @Nullable Frame around,
            JsonValue raw,
            JsonValue input,
            @Nullable JsonValue output,
            @Nullable Vars vars) {
        return new Frame(
                around,
                frame.node(),
                frame.phase(),
                frame.visit(),
                frame.startedAt(),
                raw,
                input,
                output,
                frame.rawOutput(),
                vars,
                frame.extensions(),
                frame.timeout(),
                frame.detail());
    }

    /** The variables with the one at a depth changed, if they reach so far. */
    private static Vars with(Vars vars, int depth, Edit edit) {
        Deque<JsonValue> inner = new ArrayDeque<>();
        Vars at = vars;
        while (at != null && at.depth() > depth) {
            inner.push(at.value());
            at = at.outer();
        }
        if (at == null) {
            return vars;
        }
        Vars changed = Vars.push(at.outer(), changed(edit, at.value()));
        for (JsonValue value : inner) {
            changed = Vars.push(changed, value);
        }
        return changed;
    }

    // --- paths ---

    private static JsonValue changed(Edit edit, JsonValue whole) {
        JsonArray path = edit.path();
        Map<Integer, JsonValue> around = new HashMap<>();
        JsonValue at = whole;
        for (int i = 0; i < path.size(); i++) {
            around.put(i, at);
            at = inside(at, path.get(i));
        }
        JsonValue value = edit.value();
        for (int i = path.size() - 1; i >= 0; i--) {
            value = with(edit, around.getOrDefault(i, JsonNull.NULL), path.get(i), value);
        }
        if (value.depth() > Limits.LEVELS) {
            throw new Refused(edit.text() + " would be nested deeper than " + Limits.LEVELS + " levels");
        }
        return value;
    }

    private static JsonValue inside(JsonValue value, JsonValue key) {
        JsonValue found = null;
        if (value instanceof JsonObject object && key instanceof JsonString name) {
            found = object.get(name.value());
        } else if (value instanceof JsonArray array
                && key instanceof JsonInteger place
                && place.value() >= 0
                && place.value() < array.size()) {
            found = array.get((int) place.value());
        }
        return found == null ? JsonNull.NULL : found;
    }

    private static JsonValue with(Edit edit, JsonValue around, JsonValue key, JsonValue value) {
        if (key instanceof JsonString name) {
            if (around instanceof JsonObject object) {
                return object.with(name.value(), value);
            }
            if (around instanceof JsonNull) {
                return JsonObject.of(name.value(), value);
            }
        } else if (key instanceof JsonInteger place) {
            JsonArray array =
                    around instanceof JsonArray there ? there : around instanceof JsonNull ? JsonArray.EMPTY : null;
            if (array != null && place.value() == array.size()) {
                return array.append(value);
            }
            if (array != null && place.value() >= 0 && place.value() < array.size()) {
                return array.with((int) place.value(), value);
            }
        }
        throw new Refused("there is no place " + edit.text() + " in " + Texts.shorten(around));
    }
}
