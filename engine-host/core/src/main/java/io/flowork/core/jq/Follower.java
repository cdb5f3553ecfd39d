package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.jq.TextPart;
import io.flowork.grammar.json.DepthException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a program once more over its syntax tree, with each value's {@link Prov} beside it. What it computes is compared
 * with what the program gave, so if it should ever understand a program otherwise than {@link JqMachine} nobody is told wrong
 * things: the program then counts as one that cannot be followed.
 */
final class Follower {
    /** How deep evaluations may be inside one another: they use this thread's stack. */
    private static final int MOST_NESTED = 600;

    private static final int MOST_PARTS = 400_000;

    /** A value and where it comes from; and its path, within a path expression, if it has one. */
    record Tagged(JsonValue value, Prov prov, @Nullable PathNode path) {
        Tagged plain() {
            return path == null ? this : new Tagged(value, prov, null);
        }
    }

    /** Takes the outputs of a filter. */
    @FunctionalInterface
    interface Out {
        void accept(Tagged output);
    }

    /** The program cannot be followed. */
    static final class LostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LostException() {
            super(null, null, false, false);
        }
    }

    /** An evaluation is over before its end. */
    static final class LeaveException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaveException() {
            super(null, null, false, false);
        }
    }

    /**
     * The names that are visible.
     *
     * @param name {@code $name}, {@code *label} or {@code name/arity}
     * @param tagged a variable's value
     * @param function a function
     * @param argument an argument of a function
     * @param where where the function or argument sees its names
     * @param label a label
     * @param over where the text of a builtin counts as being
     */
    record Env(
            @Nullable Env outer,
            String name,
            @Nullable Tagged tagged,
            Filter.@Nullable Function function,
            @Nullable Filter argument,
            @Nullable Env where,
            @Nullable LeaveException label,
            @Nullable Range over) {
        static @Nullable Env find(@Nullable Env env, String name) {
            for (Env at = env; at != null; at = at.outer) {
                if (at.name.equals(name)) {
                    return at;
                }
            }
            return null;
        }

        static Env variable(@Nullable Env outer, String name, Tagged value) {
            return new Env(outer, "$" + name, value, null, null, null, null, placed(outer));
        }

        static @Nullable Range placed(@Nullable Env env) {
            return env == null ? null : env.over;
        }
    }

    final Meter meter;
    private final CompiledFilter program;
    private final Variables variables;
    private final FollowedCalls calls = new FollowedCalls(this);
    private final Map<String, Filter.Function> prelude = new LinkedHashMap<>();
    private List<Prov> conditions = new ArrayList<>();
    private int trying;
    private int nested;
    private int parts;

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
        Range range = program.filter().range();
        Conditions all = new Conditions(conditions, conditions.size());
        Tagged result = outputs.size() == 1
                ? decided(outputs.getFirst(), all)
                : outputs.isEmpty()
                        ? decided(written(JsonNull.NULL, range), all)
                        : decided(collected(outputs, range, Conditions.NONE), all);
        return same(result.value, expected) ? result.prov : null;
    }

    private static Tagged decided(Tagged value, Conditions by) {
        return new Tagged(value.value, Prov.decided(value.prov, by), null);
    }

    private static boolean same(JsonValue found, JsonValue expected) {
        return found.equals(expected) && found.toString().equals(expected.toString());
    }

    private static Tagged collected(List<Tagged> outputs, Range range, Conditions shape) {
        Map<JsonValue, Prov> made = new LinkedHashMap<>();
        JsonValue[] values = new JsonValue[outputs.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = outputs.get(i).value;
            made.put(JsonNumber.of(i), outputs.get(i).prov);
        }
        return new Tagged(JsonArray.of(values, values.length), new Prov.Made(range, null, made, shape), null);
    }

    // --- what decides ---

    /** Something decides whether there are outputs, or how many. */
    void asked(Prov condition) {
        conditions.add(condition);
    }

    /** Something may fail, which decides if anybody catches it. */
    void mayFail(Prov... operands) {
        mayFail(List.of(operands));
    }

    /** Something may fail, which decides if anybody catches it. */
    void mayFail(List<Prov> operands) {
        if (trying > 0) {
            conditions.addAll(operands);
        }
    }

    /** What was asked while something is evaluated, apart from what was asked before. */
    List<Prov> apart(Runnable work) {
        List<Prov> before = conditions;
        List<Prov> mine = new ArrayList<>();
        conditions = mine;
        try {
            work.run();
        } catch (JqException e) {
            before.addAll(mine); // who catches it depends on all of that
            throw e;
        } finally {
            conditions = before;
        }
        return mine;
    }

    /** How much was asked so far. */
    Conditions sofar() {
        return new Conditions(conditions, conditions.size());
    }

    // --- evaluation ---

    static Range range(Filter filter, @Nullable Env env) {
        Range over = Env.placed(env);
        return over == null ? filter.range() : over;
    }

    void eval(Filter filter, @Nullable Env env, Tagged in, Out out) {
        meter.step();
        count(1);
        if (nested >= MOST_NESTED) {
            throw new LostException();
        }
        nested++;
        try {
            part(filter, env, in, out);
        } finally {
            nested--;
        }
    }

    /** Counts what is kept, so that it is not too much. */
    void count(int more) {
        parts += more;
        if (parts > MOST_PARTS) {
            throw new LostException();
        }
    }

    private void part(Filter filter, @Nullable Env env, Tagged in, Out out) {
        Range at = range(filter, env);
        switch (filter) {
            case Filter.Identity f -> out.accept(in);
            case Filter.RecurseDefault f -> calls.builtin("recurse", List.of(), at, env, in, out);
            case Filter.Literal f -> out.accept(new Tagged(f.value(), new Prov.Text(at), null));
            case Filter.Text f ->
                text(f, f.parts().size() - 1, new Tagged[f.parts().size()], env, in, out);
            case Filter.Format f ->
                calls.apply("format", at, in.plain(), List.of(written(JsonString.of(f.name()), at)), out);
            case Filter.Index f ->
                eval(
                        f.key(),
                        env,
                        in.plain(),
                        key -> eval(f.target(), env, in, target -> index(target, key, f.optional(), at, out)));
            case Filter.Slice f -> slice(f, env, in, out);
            case Filter.Iterate f -> eval(f.target(), env, in, target -> iterate(target, f.optional(), at, out));
            case Filter.Pipe f -> pipe(f.parts(), 0, env, in, out);
            case Filter.Comma f -> f.parts().forEach(each -> eval(each, env, in, out));
            case Filter.Binary f -> binary(f, env, in, out);
            case Filter.Assign f -> calls.assign(f, env, in, out);
            case Filter.Negate f ->
                eval(f.operand(), env, in.plain(), operand -> {
                    mayFail(operand.prov);
                    out.accept(computed(Operators.negate(operand.value), at, operand.prov));
                });
            case Filter.ArrayOf f -> out.accept(array(f, env, in));
            case Filter.ObjectOf f -> object(f, 0, new LinkedHashMap<>(), new ArrayList<>(), env, in.plain(), out);
            case Filter.Variable f -> out.accept(variable(f, env));
            case Filter.Location f -> out.accept(written(Constants.location(f), at));
            case Filter.If f -> condition(f, 0, env, in, out);
            case Filter.Try f -> attempt(f, env, in, out);
            case Filter.Reduce f -> calls.reduce(f, env, in, out);
            case Filter.Foreach f -> calls.foreach(f, env, in, out);
            case Filter.Bind f ->
                eval(f.source(), env, in.plain(), source -> {
                    if (f.patterns().size() > 1) {
                        throw new LostException(); // which pattern fits depends on what fails
                    }
                    bind(f.patterns().getFirst(), source, env, in.plain(), inner -> eval(f.body(), inner, in, out));
                });
            case Filter.Define f -> eval(f.body(), defined(f.function(), env), in, out);
            case Filter.Call f -> calls.call(f, env, in, out);
            case Filter.Label f -> {
                LeaveException leave = new LeaveException();
                Env inner = new Env(env, "*" + f.name(), null, null, null, null, leave, Env.placed(env));
                try {
                    eval(f.body(), inner, in, out);
                } catch (LeaveException e) {
                    if (e != leave) {
                        throw e;
                    }
                }
            }
            case Filter.Break f -> {
                Env found = Env.find(env, "*" + f.name());
                throw found == null || found.label == null ? new LostException() : found.label;
            }
            case Filter.Missing f -> throw new LostException();
        }
    }

    static Env defined(Filter.Function function, @Nullable Env env) {
        String name = function.name() + "/" + function.parameters().size();
        return new Env(env, name, null, function, null, null, null, Env.placed(env));
    }

    Filter.@Nullable Function prelude(String key) {
        String text = Prelude.TEXTS.get(key);
        return text == null
                ? null
                : prelude.computeIfAbsent(key, k -> {
                    if (JqParser.parse(text + " .").filter() instanceof Filter.Define define) {
                        return define.function();
                    }
                    throw new IllegalStateException(k);
                });
    }

    static Tagged written(JsonValue value, Range range) {
        return new Tagged(value, new Prov.Text(range), null);
    }

    Tagged computed(JsonValue value, Range range, Prov... from) {
        return new Tagged(meter.weighed(value), new Prov.Computed(range, List.of(from)), null);
    }

    private Tagged variable(Filter.Variable variable, @Nullable Env env) {
        Env local = Env.find(env, "$" + variable.name());
        if (local != null && local.tagged != null) {
            return local.tagged;
        }
        int index = program.variables().indexOf(variable.name());
        if (index < 0) {
            throw new LostException();
        }
        return new Tagged(variables.get(index), new Prov.At(index, null, null, range(variable, env)), null);
    }

    private void pipe(List<Filter> stages, int at, @Nullable Env env, Tagged in, Out out) {
        if (at == stages.size() - 1) {
            eval(stages.get(at), env, in, out);
        } else {
            eval(stages.get(at), env, in, output -> pipe(stages, at + 1, env, output, out));
        }
    }

    private void text(Filter.Text text, int at, Tagged[] done, @Nullable Env env, Tagged in, Out out) {
        if (at < 0) {
            List<JsonValue> values = new ArrayList<>();
            List<Prov> from = new ArrayList<>();
            boolean secret = false;
            StringBuilder joined = new StringBuilder();
            for (Tagged part : done) {
                values.add(part.value);
                from.add(part.prov);
                secret |= part.value instanceof JsonSecret;
                joined.append(part.value instanceof JsonString string ? string.value() : "");
            }
            meter.bytes(joined.length());
            JsonValue value = secret ? Secrets.concat(values) : JsonString.of(joined.toString());
            out.accept(new Tagged(value, new Prov.Computed(range(text, env), from), null));
            return;
        }
        String given = text.format();
        switch (text.parts().get(at)) {
            case TextPart.Fixed fixed -> {
                done[at] = written(JsonString.of(fixed.text()), fixed.range());
                text(text, at - 1, done, env, in, out);
            }
            case TextPart.Inserted inserted ->
                eval(inserted.filter(), env, in.plain(), value -> {
                    Tagged name = written(JsonString.of(given == null ? "text" : given), inserted.range());
                    calls.apply("format", range(text, env), value, List.of(name), formatted -> {
                        done[at] = formatted;
                        text(text, at - 1, done, env, in, out);
                    });
                });
        }
    }

    // --- parts of values ---

    void index(Tagged target, Tagged key, boolean optional, Range at, Out out) {
        mayFail(new Prov.Shape(target.prov), key.prov);
        JsonValue found;
        try {
            found = Access.get(meter, target.value, key.value);
        } catch (JqException e) {
            if (optional && e.kind() == JqException.Kind.ERROR) {
                asked(new Prov.Shape(target.prov));
                asked(key.prov);
                return;
            }
            throw e;
        }
        if (optional) {
            asked(new Prov.Shape(target.prov));
        }
        if ((optional || target.path != null) && !(key.prov instanceof Prov.Text)) {
            asked(key.prov);
        }
        out.accept(new Tagged(
                found, part(target, key, at), target.path == null ? null : target.path.child(key.value, found)));
    }

    /** Where a part of a value comes from, whatever it is that its key comes from. */
    Prov part(Tagged target, Tagged key, Range at) {
        boolean simple = (key.value instanceof JsonString
                        && (target.value instanceof JsonObject || target.value == JsonNull.NULL))
                || (key.value instanceof JsonNumber
                        && (target.value instanceof JsonArray || target.value == JsonNull.NULL));
        if (!simple) {
            return new Prov.Computed(at, List.of(target.prov, key.prov));
        }
        JsonValue place = Prov.key(target.value, key.value);
        if (place instanceof JsonNumber number && number.doubleValue() < 0) {
            return new Prov.Computed(at, List.of(new Prov.Shape(target.prov), key.prov)); // there is no such element
        }
        Prov found = Prov.child(target.prov, place, at);
        boolean fromEnd = key.value instanceof JsonNumber number && number.doubleValue() < 0;
        found = fromEnd ? Prov.decided(found, Conditions.of(new Prov.Shape(target.prov))) : found;
        return key.prov instanceof Prov.Text ? found : Prov.decided(found, Conditions.of(key.prov));
    }

    private void slice(Filter.Slice slice, @Nullable Env env, Tagged in, Out out) {
        Range at = range(slice, env);
        orNull(
                slice.from(),
                env,
                in,
                from -> orNull(
                        slice.to(),
                        env,
                        in,
                        to -> eval(slice.target(), env, in, target -> {
                            mayFail(new Prov.Shape(target.prov), from.prov, to.prov);
                            if (target.path != null || slice.optional()) {
                                throw new LostException();
                            }
                            JsonValue value = Access.slice(meter, target.value, from.value, to.value);
                            Prov.Computed bounds =
                                    new Prov.Computed(at, List.of(new Prov.Shape(target.prov), from.prov, to.prov));
                            if (value instanceof JsonArray part && target.value instanceof JsonArray whole) {
                                int first = Access.bounds(Access.sliceKey(from.value, to.value), whole.size())
                                        .from();
                                Map<JsonValue, Prov> made = new LinkedHashMap<>();
                                Conditions by = Conditions.of(bounds);
                                for (int i = 0; i < part.size(); i++) {
                                    Prov element = Prov.child(target.prov, JsonNumber.of((long) first + i), at);
                                    made.put(JsonNumber.of(i), Prov.decided(element, by));
                                }
                                out.accept(new Tagged(value, new Prov.Made(at, null, made, by), null));
                            } else {
                                out.accept(computed(value, at, target.prov, from.prov, to.prov));
                            }
                        })));
    }

    private void orNull(@Nullable Filter filter, @Nullable Env env, Tagged in, Out out) {
        if (filter == null) {
            out.accept(written(JsonNull.NULL, Range.NONE));
        } else {
            eval(filter, env, in.plain(), out);
        }
    }

    void iterate(Tagged target, boolean optional, Range at, Out out) {
        asked(new Prov.Shape(target.prov));
        switch (target.value) {
            case JsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    give(target, JsonNumber.of(i), array.get(i), at, out);
                }
            }
            case JsonObject object -> {
                for (JsonObject.Member member : object) {
                    give(target, JsonString.of(member.key()), member.value(), at, out);
                }
            }
            default -> {
                if (!optional) {
                    throw target.value instanceof JsonSecret
                            ? Types.secret()
                            : JqException.error("Cannot iterate over " + Types.describe(target.value));
                }
            }
        }
    }

    private void give(Tagged target, JsonValue key, JsonValue value, Range at, Out out) {
        meter.step();
        out.accept(new Tagged(
                value, Prov.child(target.prov, key, at), target.path == null ? null : target.path.child(key, value)));
    }

    // --- operators and what makes values ---

    private void binary(Filter.Binary binary, @Nullable Env env, Tagged in, Out out) {
        Range at = range(binary, env);
        switch (binary.operator()) {
            case AND, OR ->
                eval(binary.left(), env, in.plain(), left -> {
                    boolean decides = Types.isTrue(left.value) == (binary.operator() == Operator.OR);
                    if (!calls.isSingle(binary.right(), env)) {
                        asked(left.prov);
                    }
                    if (decides) {
                        out.accept(computed(JsonBoolean.of(binary.operator() == Operator.OR), at, left.prov));
                    } else {
                        eval(
                                binary.right(),
                                env,
                                in.plain(),
                                right -> out.accept(computed(
                                        JsonBoolean.of(Types.isTrue(right.value)), at, left.prov, right.prov)));
                    }
                });
            case ALTERNATIVE ->
                alternative(
                        o -> eval(binary.left(), env, in, o),
                        o -> eval(binary.right(), env, in, o),
                        calls.isSingle(binary.left(), env) && calls.isSingle(binary.right(), env),
                        out);
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    REMAINDER ->
                eval(
                        binary.right(),
                        env,
                        in.plain(),
                        right -> eval(
                                binary.left(),
                                env,
                                in.plain(),
                                left -> out.accept(operate(binary.operator(), left, right, at))));
        }
    }

    /** Gives its outputs to somebody. */
    @FunctionalInterface
    interface Part {
        void to(Out out);
    }

    void alternative(Part left, Part right, boolean single, Out out) {
        boolean[] found = {false};
        List<Prov> refused = new ArrayList<>();
        left.to(output -> {
            if (!single) {
                asked(output.prov);
            }
            if (Types.isTrue(output.value)) {
                found[0] = true;
                out.accept(output);
            } else {
                refused.add(output.prov);
            }
        });
        if (!found[0]) {
            right.to(output -> out.accept(new Tagged(
                    output.value, Prov.decided(output.prov, new Conditions(refused, refused.size())), output.path)));
        }
    }

    Tagged operate(Operator operator, Tagged left, Tagged right, Range at) {
        mayFail(left.prov, right.prov);
        return switch (operator) {
            case ADD -> {
                JsonValue sum = Operators.add(meter, left.value, right.value);
                yield new Tagged(meter.weighed(sum), sum(left, right, sum, at), null);
            }
            case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                computed(Operators.arithmetic(meter, operator, left.value, right.value), at, left.prov, right.prov);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                computed(
                        JsonBoolean.of(Operators.compare(meter, operator, left.value, right.value)),
                        at,
                        left.prov,
                        right.prov);
            case ALTERNATIVE, AND, OR -> throw new LostException();
        };
    }

    private static Prov sum(Tagged left, Tagged right, JsonValue sum, Range at) {
        if (left.value instanceof JsonArray before && right.value instanceof JsonArray after) {
            Map<JsonValue, Prov> made = new LinkedHashMap<>();
            Conditions moved = Conditions.of(new Prov.Shape(left.prov));
            for (int i = 0; i < before.size(); i++) {
                made.put(JsonNumber.of(i), Prov.child(left.prov, JsonNumber.of(i), at));
            }
            for (int i = 0; i < after.size(); i++) {
                Prov element = Prov.child(right.prov, JsonNumber.of(i), at);
                made.put(JsonNumber.of((long) before.size() + i), Prov.decided(element, moved));
            }
            return new Prov.Made(at, null, made, Conditions.of(new Prov.Shape(left.prov), new Prov.Shape(right.prov)));
        }
        if (left.value instanceof JsonObject before && right.value instanceof JsonObject after) {
            Map<JsonValue, Prov> made = new LinkedHashMap<>();
            Conditions kept = Conditions.of(new Prov.Shape(right.prov));
            before.keys()
                    .forEach(key -> made.put(
                            JsonString.of(key), Prov.decided(Prov.child(left.prov, JsonString.of(key), at), kept)));
            after.keys().forEach(key -> made.put(JsonString.of(key), Prov.child(right.prov, JsonString.of(key), at)));
            return new Prov.Made(at, null, made, Conditions.of(new Prov.Shape(left.prov), new Prov.Shape(right.prov)));
        }
        if (left.value == JsonNull.NULL && Prov.hasParts(sum)) {
            return Prov.decided(right.prov, Conditions.of(left.prov));
        }
        if (right.value == JsonNull.NULL && Prov.hasParts(sum)) {
            return Prov.decided(left.prov, Conditions.of(right.prov));
        }
        return new Prov.Computed(at, List.of(left.prov, right.prov));
    }

    Tagged array(Filter.ArrayOf array, @Nullable Env env, Tagged in) {
        Filter body = array.body();
        if (body == null) {
            return written(JsonArray.EMPTY, range(array, env));
        }
        List<Tagged> elements = new ArrayList<>();
        List<Prov> mine = apart(() -> eval(body, env, in.plain(), output -> {
            meter.bytes(16);
            elements.add(new Tagged(output.value, Prov.decided(output.prov, sofar()), null));
        }));
        mayFail(mine);
        Tagged made = collected(elements, range(array, env), new Conditions(mine, mine.size()));
        return new Tagged(meter.weighed(made.value), made.prov, null);
    }

    private void object(
            Filter.ObjectOf object,
            int at,
            Map<JsonValue, Prov> made,
            List<JsonObject.Member> members,
            @Nullable Env env,
            Tagged in,
            Out out) {
        if (at == object.entries().size()) {
            JsonObject.Builder builder = new JsonObject.Builder();
            members.forEach(member -> builder.put(member.key(), member.value()));
            meter.bytes(48 + members.size() * 24L);
            Range range = range(object, env);
            out.accept(new Tagged(
                    meter.weighed(builder.build()),
                    new Prov.Made(range, null, new LinkedHashMap<>(made), Conditions.NONE),
                    null));
            return;
        }
        Filter.Entry entry = object.entries().get(at);
        eval(entry.key(), env, in, key -> {
            if (!(key.value instanceof JsonString name)) {
                throw Objects.badKey(key.value);
            }
            boolean shorthand = !(entry.key() instanceof Filter.Literal)
                    && entry.value() instanceof Filter.Index index
                    && index.range().equals(entry.key().range());
            Out next = value -> {
                Prov before = made.get(name);
                boolean fixed = key.prov instanceof Prov.Text;
                made.put(name, fixed ? value.prov : Prov.decided(value.prov, Conditions.of(key.prov)));
                members.add(new JsonObject.Member(name.value(), value.value));
                object(object, at + 1, made, members, env, in, out);
                members.removeLast();
                if (before == null) {
                    made.remove(name);
                } else {
                    made.put(name, before);
                }
            };
            if (shorthand) {
                index(in, key, false, range(entry.value(), env), next);
            } else {
                eval(entry.value(), env, in, next);
            }
        });
    }

    // --- flow ---

    private void condition(Filter.If choice, int at, @Nullable Env env, Tagged in, Out out) {
        if (at == choice.branches().size()) {
            Filter otherwise = choice.otherwise();
            if (otherwise == null) {
                out.accept(in);
            } else {
                eval(otherwise, env, in, out);
            }
            return;
        }
        Filter.Branch branch = choice.branches().get(at);
        boolean single = calls.isSingle(choice, env);
        eval(branch.condition(), env, in.plain(), condition -> {
            if (!single) {
                asked(condition.prov);
            }
            Out decided = !single
                    ? out
                    : output -> out.accept(new Tagged(
                            output.value, Prov.decided(output.prov, Conditions.of(condition.prov)), output.path));
            if (Types.isTrue(condition.value)) {
                eval(branch.then(), env, in, decided);
            } else {
                condition(choice, at + 1, env, in, decided);
            }
        });
    }

    /** An error that comes from outside of a {@code try}: it does not catch it. */
    private static final class PassingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient JqException passing;
        private final transient Object by;

        PassingException(JqException passing, Object by) {
            super(null, null, false, false);
            this.passing = passing;
            this.by = by;
        }
    }

    @SuppressWarnings("ReferenceEquality") // of this very attempt
    private void attempt(Filter.Try attempt, @Nullable Env env, Tagged in, Out out) {
        Object me = new Object();
        trying++;
        try {
            eval(attempt.body(), env, in, output -> {
                trying--;
                try {
                    out.accept(output);
                } catch (JqException e) {
                    throw new PassingException(e, me);
                } finally {
                    trying++;
                }
            });
        } catch (PassingException e) {
            if (e.by != me) {
                throw e;
            }
            throw e.passing;
        } catch (JqException e) {
            if (e.kind() != JqException.Kind.ERROR) {
                throw e;
            }
            Filter handler = attempt.handler();
            if (handler != null) {
                trying--;
                try {
                    Prov cause = new Prov.Computed(range(attempt, env), List.copyOf(conditions));
                    eval(handler, env, new Tagged(e.value(), cause, null), out);
                } finally {
                    trying++;
                }
            }
        } finally {
            trying--;
        }
    }

    // --- patterns ---

    /** Takes the names of a pattern. */
    @FunctionalInterface
    interface Bound {
        void accept(@Nullable Env env);
    }

    void bind(Pattern pattern, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        switch (pattern) {
            case Pattern.Named named -> out.accept(Env.variable(env, named.name(), source.plain()));
            case Pattern.Elements elements -> elements(elements.elements(), 0, source, env, in, out);
            case Pattern.Members members -> members(members.members(), 0, source, env, in, out);
        }
    }

    private void elements(List<Pattern> patterns, int at, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        if (at == patterns.size()) {
            out.accept(env);
            return;
        }
        Range range = patterns.get(at).range();
        index(
                source.plain(),
                written(JsonNumber.of(at), range),
                false,
                range,
                element -> bind(
                        patterns.get(at),
                        element,
                        env,
                        in,
                        inner -> elements(patterns, at + 1, source, inner, in, out)));
    }

    private void members(
            List<Pattern.Member> patterns, int at, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        if (at == patterns.size()) {
            out.accept(env);
            return;
        }
        Pattern.Member member = patterns.get(at);
        eval(
                member.key(),
                env,
                in,
                key -> index(source.plain(), key, false, member.range(), value -> {
                    String variable = member.variable();
                    Env named = variable == null ? env : Env.variable(env, variable, value.plain());
                    Pattern below = member.value();
                    if (below == null) {
                        members(patterns, at + 1, source, named, in, out);
                    } else {
                        bind(below, value, named, in, inner -> members(patterns, at + 1, source, inner, in, out));
                    }
                }));
    }
}
