package io.flowork.dap.session;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Stop;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Step;
import io.flowork.dap.value.Brief;
import io.flowork.dap.value.Pages;
import io.flowork.dap.value.Path;
import io.flowork.dap.value.Variable;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values at a frame, by what they are, and the parts of values, by numbers. Good until the session moves. */
public final class Scopes {
    /** How far back the last completed task is looked for. */
    private static final long FAR = 4_096;

    private final Session session;
    private final Map<Integer, Held> held = new HashMap<>();
    private int next = 1;

    /** The scopes of a session. */
    public Scopes(Session session) {
        this.session = session;
    }

    /**
     * What a client can look into.
     *
     * @param variables what is in it; one whose children are meant is alone
     * @param isOpen whether the children of the one variable are meant
     * @param watched what a change of it can be watched as: {@code $context}, or the input of a task
     */
    private record Held(
            List<Variable> variables,
            boolean isOpen,
            @Nullable DataPath watched) {}

    /**
     * A scope of a frame.
     *
     * @param name what a person calls it
     * @param hint what the protocol calls it, if it has a word
     * @param number what a client asks for its variables by
     * @param children how many there are
     * @param isIndexed whether they have numbers, not names
     */
    public record Scope(String name, @Nullable String hint, int number, int children, boolean isIndexed) {}

    /** Forgets what was given: the session has moved. */
    public void moved() {
        held.clear();
    }

    /** The number by which a client asks for the children of a variable; 0 if it has none. */
    public int number(Variable variable) {
        return variable.isContainer() ? hold(new Held(List.of(variable), true, null)) : 0;
    }

    private int number(Variable variable, @Nullable DataPath watched) {
        return variable.isContainer() ? hold(new Held(List.of(variable), true, watched)) : 0;
    }

    private int hold(Held what) {
        held.put(next, what);
        return next++;
    }

    private Held held(int number) {
        Held found = held.get(number);
        if (found == null) {
            throw new RefusedException(
                    "There are no variables " + number + " here; the session has moved since they were shown");
        }
        return found;
    }

    /** Whether the variables behind a number are the parts of one value. */
    public boolean areParts(int number) {
        return held(number).isOpen();
    }

    /**
     * A variable, and the number by which its children are asked for.
     *
     * @param variable the variable
     * @param number 0 if it has no children
     */
    public record Numbered(Variable variable, int number) {}

    /**
     * The variables behind a number.
     *
     * @param indexed whether only those with numbers are wanted, or only those with names; null for all
     * @param start the first one, from 0
     * @param count how many at most; 0 for all
     */
    public List<Numbered> variables(int number, @Nullable Boolean indexed, int start, int count) {
        Held found = held(number);
        List<Variable> variables;
        if (found.isOpen()) {
            Variable only = found.variables().getFirst();
            variables = indexed != null && indexed != only.isIndexed() ? List.of() : Pages.of(only, start, count);
        } else {
            int from = Math.clamp(start, 0, found.variables().size());
            int to = count <= 0
                    ? found.variables().size()
                    : (int) Math.min(found.variables().size(), (long) from + count);
            variables =
                    indexed != null && indexed ? List.of() : found.variables().subList(from, to);
        }
        List<Numbered> numbered = new ArrayList<>();
        for (Variable variable : variables) {
            numbered.add(new Numbered(variable, number(variable, inside(found, variable))));
        }
        return numbered;
    }

    /** What a variable of those that are held can be watched as; null if it cannot. */
    private static @Nullable DataPath inside(Held held, Variable variable) {
        DataPath watched = held.watched();
        if (watched == null || !held.isOpen() || variable.isRange()) {
            return watched;
        }
        return watched.inside(
                held.variables().getFirst().isIndexed()
                        ? Path.element(watched.path(), Integer.parseInt(variable.name()))
                        : Path.member(watched.path(), variable.name()));
    }

    /** What a variable can be watched as; null if it cannot. */
    public @Nullable DataPath watchable(int number, String name) {
        Held found = held(number);
        if (found.watched() == null) {
            return null;
        }
        Variable only = found.variables().getFirst();
        List<Variable> all = found.isOpen() ? Pages.of(only, 0, Integer.MAX_VALUE) : found.variables();
        for (Variable variable : all) {
            if (variable.name().equals(name)) {
                return inside(found, variable);
            }
        }
        return null;
    }

    /** The scopes of a point inside of a stop. */
    public List<Scope> of(InnerPoint point) {
        List<Scope> scopes = new ArrayList<>();
        for (InnerScopes.Group group : new InnerScopes(session).of(point)) {
            several(scopes, group.name(), group.hint().isEmpty() ? null : group.hint(), group.variables());
        }
        return scopes;
    }

    /** The scopes of a frame. */
    public List<Scope> of(ActiveFrame frame) {
        List<Scope> scopes = new ArrayList<>();
        DataPath input = frame.node().reference().equals("/")
                ? null
                : session.own(DataPath.ofInput(frame.node().reference(), "."), frame);
        add(scopes, "Input", "arguments", new Variable(".", frame.data(), "."), input);
        output(scopes, frame);
        JsonValue context = frame.context();
        add(
                scopes,
                "Context",
                null,
                new Variable("$context", context, "$context"),
                session.own(DataPath.ofContext("."), frame));
        List<Variable> locals = new ArrayList<>();
        for (ActiveFrame.Local local : frame.locals()) {
            locals.add(new Variable("$" + local.name(), local.value(), "$" + local.name()));
        }
        several(scopes, "Variables", "locals", locals);
        WorkflowError error = frame.error();
        if (error != null) {
            add(scopes, "Error", null, new Variable("error", error.toJson(), null), null);
        }
        List<Variable> effects = new ArrayList<>();
        for (Effect effect : frame.pending()) {
            JsonObject wanted = effect.toJson();
            effects.add(new Variable("pending " + Evaluating.text(wanted.get("kind"), Brief.LINE), wanted, null));
        }
        several(scopes, "Effect", null, effects);
        several(scopes, "Task", null, task(frame));
        add(
                scopes,
                "Workflow",
                null,
                new Variable("$workflow", frame.workflow(session.looker().jq()), "$workflow"),
                null);
        return scopes;
    }

    private void output(List<Scope> scopes, ActiveFrame frame) {
        JsonValue own = frame.output();
        Stop at = session.at();
        if (own != null) {
            add(scopes, "Output", "returnValue", new Variable("$output", own, "$output"), null);
        } else if (!at.isEnd()
                && frame.visit() == at.visit()
                && frame.run().equals(session.state().runId())) {
            Step.Completed last = last(at.t());
            if (last != null) {
                String name = last.at().reference();
                add(
                        scopes,
                        "Output of " + name.substring(name.lastIndexOf('/') + 1),
                        "returnValue",
                        new Variable("output", last.output(), null),
                        session.own(DataPath.ofOutput(name, "."), frame));
            }
        }
    }

    /** The task that completed last before a step. */
    private Step.@Nullable Completed last(long t) {
        Step.Completed[] last = new Step.Completed[1];
        for (long back = 64; last[0] == null && back <= FAR; back *= 8) {
            session.steps(Math.max(0, t - back), t, step -> {
                if (step instanceof Step.Completed completed) {
                    last[0] = completed;
                }
            });
            if (back >= t) {
                break;
            }
        }
        return last[0];
    }

    private void add(
            List<Scope> scopes, String name, @Nullable String hint, Variable variable, @Nullable DataPath watched) {
        boolean open = variable.isContainer();
        int number = hold(new Held(List.of(variable), open, watched));
        scopes.add(new Scope(
                name, hint, number, open ? variable.children() : 1, open && variable.value() instanceof JsonArray));
    }

    private void several(List<Scope> scopes, String name, @Nullable String hint, List<Variable> variables) {
        if (!variables.isEmpty()) {
            int number = hold(new Held(variables, false, null));
            scopes.add(new Scope(name, hint, number, variables.size(), false));
        }
    }

    private List<Variable> task(ActiveFrame frame) {
        List<Variable> task = new ArrayList<>();
        task.add(new Variable("name", JsonString.of(frame.node().name()), "$task.name"));
        task.add(new Variable("reference", JsonString.of(frame.node().reference()), "$task.reference"));
        task.add(new Variable("raw input", frame.rawInput(), "$task.input"));
        task.add(new Variable(
                "started",
                JsonString.of(Instant.ofEpochMilli(frame.startedAt()).toString()),
                "$task.startedAt.iso8601"));
        task.add(new Variable("visit", JsonNumber.of(frame.visit()), null));
        if (frame.attempt() > 0) {
            task.add(new Variable("attempt", JsonNumber.of(frame.attempt()), null));
        }
        ActiveFrame.Loop loop = frame.loop();
        if (loop != null) {
            JsonObject.Builder turn = new JsonObject.Builder().put("index", loop.index());
            if (loop.size() >= 0) {
                turn.put("size", loop.size());
            }
            if (loop.item() != null) {
                turn.put("item", loop.item());
            }
            task.add(new Variable("turn", turn.build(), null));
        }
        task.add(new Variable("definition", frame.node().definition(), "$task.definition"));
        return task;
    }
}
