package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a program once more over its syntax tree, with each value's {@link Prov} beside it. What it computes is compared
 * with what the program gave, so if it should ever understand a program otherwise than {@link JqMachine} nobody is told wrong
 * things: the program then counts as one that cannot be followed.
 *
 * <p>Each kind of filter has its class; they come back here for the filters inside. A filter hands each of its outputs on to
 * an {@link Out} at once, so what comes after it is evaluated inside of it.
 */
final class Follower {
    /** How deep evaluations may be inside one another: they use this thread's stack. */
    private static final int MOST_NESTED = 600;

    private static final int MOST_PARTS = 400_000;

    final Meter meter;
    final Decisions decisions = new Decisions();
    final OutputCounts counts = new OutputCounts(this);
    final FollowedParts parts = new FollowedParts(this);
    final FollowedOperators operators = new FollowedOperators(this);
    final FollowedValues values = new FollowedValues(this);
    final FollowedFlow flow = new FollowedFlow(this);
    final FollowedPatterns patterns = new FollowedPatterns(this);
    final FollowedCalls calls = new FollowedCalls(this);
    final FollowedBuiltins builtins = new FollowedBuiltins(this);
    final FollowedChanges changes = new FollowedChanges(this);
    final ChangedParts changed = new ChangedParts(this);
    final NativeParts natives = new NativeParts(this);
    private final CompiledFilter program;
    private final Variables variables;
    private int nested;
    private int kept;

    Follower(CompiledFilter program, Variables variables, Meter meter) {
        this.program = program;
        this.variables = variables;
        this.meter = meter;
    }

    /** Where the result comes from; null if the program cannot be followed to it. */
    @Nullable
    Prov result(JsonValue input, JsonValue expected) {
        List<Tagged> outputs = new ArrayList<>();
        try {
            Prov.At dot = new Prov.At(-1, null, null, program.filter().range());
            eval(program.filter(), null, new Tagged(input, dot, null), outputs::add);
        } catch (JqException e) {
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                throw e;
            }
            return null;
        } catch (LostException | LeaveException | DepthException e) {
            return null;
        }
        Tagged result = joined(outputs, program.filter().range()).decided(decisions.sofar());
        return same(result.value(), expected) ? result.prov() : null;
    }

    /** The outputs of a program as its result. */
    private static Tagged joined(List<Tagged> outputs, Range range) {
        return switch (outputs.size()) {
            case 0 -> Tagged.written(JsonNull.NULL, range);
            case 1 -> outputs.getFirst();
            default -> FollowedValues.collected(outputs, range, Conditions.NONE);
        };
    }

    private static boolean same(JsonValue found, JsonValue expected) {
        return found.equals(expected) && found.toString().equals(expected.toString());
    }

    void eval(Filter filter, @Nullable Env env, Tagged in, Out out) {
        meter.step();
        keep(1);
        if (nested >= MOST_NESTED) {
            throw new LostException();
        }
        nested++;
        try {
            follow(filter, env, in, out);
        } finally {
            nested--;
        }
    }

    /** Counts what is kept, so that it is not too much. */
    void keep(int more) {
        kept += more;
        if (kept > MOST_PARTS) {
            throw new LostException();
        }
    }

    private void follow(Filter filter, @Nullable Env env, Tagged in, Out out) {
        Range at = Env.range(filter, env);
        switch (filter) {
            case Filter.Identity f -> out.accept(in);
            case Filter.RecurseDefault f -> calls.builtin("recurse", List.of(), at, env, in, out);
            case Filter.Literal f -> out.accept(Tagged.written(f.value(), at));
            case Filter.Text f -> values.text(f, env, in, out);
            case Filter.Format f ->
                calls.apply("format", at, in.plain(), List.of(Tagged.written(JsonString.of(f.name()), at)), out);
            case Filter.Index f ->
                eval(
                        f.key(),
                        env,
                        in.plain(),
                        key -> eval(f.target(), env, in, target -> parts.index(target, key, f.optional(), at, out)));
            case Filter.Slice f -> parts.slice(f, env, in, out);
            case Filter.Iterate f -> eval(f.target(), env, in, target -> parts.iterate(target, f.optional(), at, out));
            case Filter.Pipe f -> pipe(f.parts(), 0, env, in, out);
            case Filter.Comma f -> f.parts().forEach(each -> eval(each, env, in, out));
            case Filter.Binary f -> operators.binary(f, env, in, out);
            case Filter.Assign f -> changes.assign(f, env, in, out);
            case Filter.Negate f ->
                eval(f.operand(), env, in.plain(), operand -> out.accept(operators.negate(operand, at)));
            case Filter.ArrayOf f -> out.accept(values.array(f, env, in));
            case Filter.ObjectOf f -> values.object(f, env, in.plain(), out);
            case Filter.Variable f -> out.accept(variable(f, env));
            case Filter.Location f -> out.accept(Tagged.written(Constants.location(f), at));
            case Filter.If f -> flow.condition(f, env, in, out);
            case Filter.Try f -> flow.attempt(f, env, in, out);
            case Filter.Reduce f -> flow.reduce(f, env, in, out);
            case Filter.Foreach f -> flow.foreach(f, env, in, out);
            case Filter.Bind f ->
                eval(
                        f.source(),
                        env,
                        in.plain(),
                        source -> patterns.bind(
                                f.patterns(), source, env, in.plain(), inner -> eval(f.body(), inner, in, out)));
            case Filter.Define f -> eval(f.body(), Env.function(env, f.function()), in, out);
            case Filter.Call f -> calls.call(f, env, in, out);
            case Filter.Label f -> flow.label(f, env, in, out);
            case Filter.Break f -> throw flow.leave(f, env);
            case Filter.Missing f -> throw new LostException();
        }
    }

    private Tagged variable(Filter.Variable variable, @Nullable Env env) {
        Env local = Env.find(env, "$" + variable.name());
        if (local != null && local.tagged() != null) {
            return local.tagged();
        }
        int index = program.variables().indexOf(variable.name());
        if (index < 0) {
            throw new LostException();
        }
        return new Tagged(variables.get(index), new Prov.At(index, null, null, Env.range(variable, env)), null);
    }

    private void pipe(List<Filter> stages, int at, @Nullable Env env, Tagged in, Out out) {
        if (at == stages.size() - 1) {
            eval(stages.get(at), env, in, out);
        } else {
            eval(stages.get(at), env, in, output -> pipe(stages, at + 1, env, output, out));
        }
    }
}
