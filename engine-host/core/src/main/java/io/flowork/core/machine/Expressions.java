package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqBugException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.jq.Trace;
import io.flowork.core.jq.Variables;
import io.flowork.core.program.Evaluable;
import io.flowork.core.program.Program;
import io.flowork.core.program.Scope;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Expression;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates expressions for the frame at work, and provides the runtime arguments of the standard. */
final class Expressions implements Variables {
    private static final String EXTENSIONS = "/use/extensions/";

    private final Turn turn;
    private final JqMachine jq;
    private @Nullable Frame frame;
    private JsonValue data = JsonNull.NULL;
    private @Nullable Vars vars;

    /** Told of evaluations, if anybody looks. */
    private final @Nullable Steps follower;

    /** The programs of the evaluation at work, if anybody looks. */
    private @Nullable List<Evaluation.Program> programs;

    Expressions(Turn turn, JqMachine jq, @Nullable Steps steps) {
        this.turn = turn;
        this.jq = jq;
        this.follower = steps != null && steps.followsExpressions() ? steps : null;
    }

    /** The value of an evaluable with the frame's variables; a failure is an expression error. */
    JsonValue evaluate(Frame at, Evaluable evaluable, JsonValue input) {
        return evaluate(at, evaluable, input, at.vars());
    }

    /** The value of an evaluable with variables of its own. */
    JsonValue evaluate(Frame at, Evaluable evaluable, JsonValue input, @Nullable Vars variables) {
        frame = at;
        data = input;
        vars = variables;
        return follower == null ? evaluate(evaluable) : evaluate(at, evaluable, follower);
    }

    private JsonValue evaluate(Frame at, Evaluable evaluable, Steps told) {
        List<Evaluation.Program> ran = new ArrayList<>();
        programs = ran;
        Variables seen = seen();
        Step.At place = turn.at(at);
        try {
            JsonValue value = evaluate(evaluable);
            told.evaluated(new Evaluation(place, evaluable, data, seen, ran, value, null));
            return value;
        } catch (Fault fault) {
            told.evaluated(new Evaluation(place, evaluable, data, seen, ran, null, fault.error()));
            throw fault;
        } finally {
            programs = null;
        }
    }

    /** What the names are now, for who looks later. */
    private Variables seen() {
        List<JsonValue> values = new ArrayList<>();
        int count = Scope.FIRST_LOCAL + (vars == null ? 0 : vars.depth() + 1);
        for (int i = 0; i < count; i++) {
            values.add(get(i));
        }
        return Variables.of(values);
    }

    private JsonValue evaluate(Evaluable evaluable) {
        JsonValue value;
        try {
            value = value(evaluable);
        } catch (DepthException e) {
            throw new Fault(WorkflowError.of(Kind.EXPRESSION, "The result is " + e.getMessage()));
        }
        if (value.depth() > Limits.LEVELS) {
            throw new Fault(Errors.tooDeep("The result"));
        }
        if (value.weight() > turn.limits.valueBytes()) {
            throw new Fault(WorkflowError.of(
                    Kind.EXPRESSION,
                    "The result is larger than the limit of " + turn.limits.valueBytes() + " bytes for one value"));
        }
        return value;
    }

    /**
     * All results of a program that is not the run's: nothing of it counts for the run.
     *
     * @throws JqException if it fails or is stopped
     */
    List<JsonValue> look(Frame at, CompiledFilter filter, JsonValue input, JqLimits allowed) {
        frame = at;
        data = input;
        vars = at.vars();
        jq.budget(allowed, Long.MAX_VALUE, Long.MAX_VALUE);
        jq.interrupt().begin();
        try {
            return filter.evaluateAll(input, this, jq);
        } finally {
            jq.interrupt().end();
        }
    }

    /**
     * The evaluation of a program that is not the run's: nothing of it counts for the run.
     *
     * @throws JqException if it fails or is stopped
     */
    Evaluation look(
            Step.At place, Frame at, Expression expression, CompiledFilter filter, JsonValue input, JqLimits allowed) {
        frame = at;
        data = input;
        vars = at.vars();
        Variables seen = seen();
        jq.budget(allowed, Long.MAX_VALUE, Long.MAX_VALUE);
        jq.interrupt().begin();
        try {
            JsonValue result = filter.evaluate(input, seen, jq);
            Evaluation.Program program = new Evaluation.Program(expression, filter, Trace.Budget.of(allowed), result);
            return new Evaluation(
                    place, new Evaluable.Computed(filter, expression), input, seen, List.of(program), result, null);
        } finally {
            jq.interrupt().end();
        }
    }

    /** Whether a condition holds: its value is neither false nor null. */
    static boolean holds(JsonValue value) {
        return value != JsonNull.NULL && value != JsonBoolean.FALSE;
    }

    private JsonValue value(Evaluable evaluable) {
        return switch (evaluable) {
            case Evaluable.Constant constant -> constant.value();
            case Evaluable.Computed computed -> {
                try {
                    yield run(computed.filter(), computed.expression());
                } catch (JqException e) {
                    throw failed(e, computed.expression(), computed.expression().text());
                } catch (JqBugException e) {
                    throw e.in(computed.expression().text());
                }
            }
            case Evaluable.Loose loose -> loose(loose);
            case Evaluable.Uri uri -> uri.template().expand(data);
            case Evaluable.ArrayOf array -> {
                Evaluable[] elements = array.elements();
                JsonValue[] values = new JsonValue[elements.length];
                for (int i = 0; i < elements.length; i++) {
                    values[i] = value(elements[i]);
                }
                yield JsonArray.of(values, values.length);
            }
            case Evaluable.ObjectOf object -> {
                Evaluable[] members = object.values();
                JsonValue[] values = new JsonValue[members.length];
                for (int i = 0; i < members.length; i++) {
                    values[i] = value(members[i]);
                }
                yield JsonObject.ofUnique(object.keys(), values);
            }
        };
    }

    /** Runs a program by the run's limits, and counts what it used. */
    private JsonValue run(CompiledFilter filter, Expression expression) {
        if (turn.stopped != Budget.GOING_ON) {
            long millis = turn.stopped;
            turn.stopped = Budget.GOING_ON;
            throw new Fault(WorkflowError.of(
                    Kind.EXPRESSION, "An expression was still running after " + millis + " ms and was stopped"));
        }
        Limits limits = turn.limits;
        long stepsLeft = limits.runSteps() - turn.usedSteps;
        long bytesLeft = limits.runBytes() - turn.usedBytes;
        JsonValue result = null;
        jq.budget(limits.expression(), stepsLeft, bytesLeft);
        jq.interrupt().begin();
        try {
            result = filter.evaluate(data, this, jq);
            return result;
        } finally {
            jq.interrupt().end();
            turn.usedSteps += jq.stepsUsed();
            turn.usedBytes += jq.bytesUsed();
            if (programs != null) {
                Trace.Budget budget = new Trace.Budget(limits.expression(), stepsLeft, bytesLeft);
                programs.add(new Evaluation.Program(expression, filter, budget, result));
            }
        }
    }

    private JsonValue loose(Evaluable.Loose loose) {
        try {
            return run(loose.filter(), loose.expression());
        } catch (JqException e) {
            if (e.kind() != JqException.Kind.ERROR) {
                throw failed(e, loose.expression(), loose.text());
            }
            return JsonString.of(loose.text());
        } catch (JqBugException e) {
            throw e.in(loose.text());
        }
    }

    private RuntimeException failed(JqException e, Expression expression, String text) {
        Limits limits = turn.limits;
        String why = switch (e.kind()) {
            case INTERRUPTED, ERROR, DEPTH, STEPS, BYTES -> e.getMessage();
            case RUN_STEPS -> overdrawn("run-steps", limits.runSteps() + " steps");
            case RUN_BYTES -> overdrawn("run-bytes", limits.runBytes() + " bytes");
        };
        return e.kind() == JqException.Kind.INTERRUPTED
                ? e
                : new Fault(
                        WorkflowError.of(Kind.EXPRESSION, why + ", in the expression: " + text),
                        new Step.Spot(expression, e.range()));
    }

    private static String overdrawn(String name, String size) {
        return "The expressions of this run have used up the " + size + " that the limit '" + name
                + "' gives them together; raise it where the run is started";
    }

    /** What a frame's expressions get for a name, by its number in the {@link Scope}. */
    JsonValue value(Frame of, int index) {
        frame = of;
        vars = of.vars();
        return get(index);
    }

    @Override
    public JsonValue get(int index) {
        Frame at = frame;
        if (at == null) {
            return JsonNull.NULL;
        }
        return switch (index) {
            case Scope.CONTEXT -> turn.context;
            case Scope.INPUT -> at.input();
            case Scope.OUTPUT -> at.output() == null ? JsonNull.NULL : at.output();
            case Scope.SECRETS -> Program.place(at.node().reference()).isEmpty() ? secrets() : JsonObject.EMPTY;
            case Scope.AUTHORIZATION ->
                at.detail() instanceof Detail.Authorized authorized ? authorized.authorization() : JsonNull.NULL;
            case Scope.TASK -> task(at);
            case Scope.WORKFLOW -> workflow();
            case Scope.RUNTIME -> turn.runtime;
            default -> Vars.get(vars, index - Scope.FIRST_LOCAL);
        };
    }

    private JsonValue secrets() {
        JsonObject.Builder secrets = new JsonObject.Builder();
        for (String name : turn.program.workflow().secrets()) {
            secrets.put(name, JsonSecret.of(new JsonSecret.Handle(name, List.of())));
        }
        return secrets.build();
    }

    /** Describes the current task; for the tasks of an extension that is the task it extends. */
    private JsonValue task(Frame current) {
        Frame at = current;
        while (at.node().reference().startsWith(EXTENSIONS) && at.parent() != null) {
            at = at.parent();
        }
        return new JsonObject.Builder()
                .put("name", at.node().name())
                .put("reference", at.node().reference())
                .put("definition", at.node().definition())
                .put("input", at.rawInput())
                .put("output", at.rawOutput() == null ? JsonNull.NULL : at.rawOutput())
                .put("startedAt", dateTime(at.startedAt()))
                .build();
    }

    private JsonValue workflow() {
        return new JsonObject.Builder()
                .put("id", turn.runId)
                .put("definition", turn.program.workflow().definition())
                .put("input", turn.rawInput)
                .put("startedAt", dateTime(turn.startedAt))
                .build();
    }

    private static JsonObject dateTime(long millis) {
        return JsonObject.of(
                "iso8601",
                JsonString.of(Instant.ofEpochMilli(millis).toString()),
                "epoch",
                JsonObject.of(
                        "seconds", JsonNumber.of(Math.floorDiv(millis, 1000)), "milliseconds", JsonNumber.of(millis)));
    }
}
