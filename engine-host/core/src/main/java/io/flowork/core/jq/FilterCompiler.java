package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqNames;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles filters: what decides the flow of control, and what reads parts of a value. */
final class FilterCompiler {
    /**
     * Where a value is.
     *
     * @param value its operand
     * @param path the extra with its path, or -1 where only the value matters
     */
    record At(int value, int path) {
        static final int NONE = -1;

        boolean hasPath() {
            return path != NONE;
        }

        /** The value without its path. */
        At plain() {
            return hasPath() ? new At(value, NONE) : this;
        }

        /** Another value of which the path is asked, but which may not be what is found there. */
        At with(int other) {
            return new At(other, path);
        }
    }

    private final Emitter out;
    private final CallCompiler calls;
    private final ExpressionCompiler expressions;
    private final Marks marks;

    FilterCompiler(Emitter out) {
        this.out = out;
        this.marks = new Marks(out);
        this.calls = new CallCompiler(out, this);
        this.expressions = new ExpressionCompiler(out, this);
    }

    /** Compiles a whole program, or an argument. */
    static void function(Emitter out, Filter body, @Nullable Scope scope, boolean path) {
        function(out, body, scope, path, null, body.range());
    }

    /**
     * Compiles a whole function.
     *
     * @param name its name, for who follows it; null for what has none
     * @param range the part of the program that it is
     */
    static void function(
            Emitter out, Filter body, @Nullable Scope scope, boolean path, @Nullable String name, Range range) {
        At input = new At(out.value(), path ? out.extra() : At.NONE);
        FilterCompiler compiler = new FilterCompiler(out);
        compiler.marks.begin(name, range, input.value(), scope);
        compiler.last(body, input, scope);
        out.finish();
    }

    Marks marks() {
        return marks;
    }

    At fresh(At like) {
        return new At(out.value(), like.hasPath() ? out.extra() : At.NONE);
    }

    void move(At from, At to) {
        out.emit(Op.MOVE, from.value(), to.value());
        if (to.hasPath() && from.path() != to.path()) {
            out.emit(Op.MOVE_EXTRA, from.path(), to.path());
        }
    }

    private void giveBack(At result) {
        marks.giveBack(result.value());
        if (result.hasPath()) {
            out.emit(Op.RETURN_PATH, result.value(), result.path());
        } else {
            out.emit(Op.RETURN, result.value());
        }
    }

    /** Emits a filter whose outputs are the outputs of the whole function, so that its last call can replace it. */
    void last(Filter filter, At input, @Nullable Scope scope) {
        Range before = out.at(filter.range());
        switch (filter) {
            case Filter.Pipe pipe -> {
                At value = input;
                for (Filter part : pipe.parts().subList(0, pipe.parts().size() - 1)) {
                    value = filter(part, value, scope);
                }
                last(pipe.parts().getLast(), value, scope);
            }
            case Filter.Comma comma -> {
                for (Filter part : comma.parts().subList(0, comma.parts().size() - 1)) {
                    int fork = out.emit(Op.FORK, 0);
                    last(part, input, scope);
                    out.land(fork, 1);
                }
                last(comma.parts().getLast(), input, scope);
            }
            case Filter.If condition -> {
                Marks.Open open = marks.enterLast(filter, input.value(), scope);
                for (Filter.Branch branch : condition.branches()) {
                    int skip = out.emit(Op.JUMP_IF_FALSE, value(branch.condition(), input, scope), 0);
                    last(branch.then(), input, scope);
                    out.land(skip, 2);
                }
                Filter otherwise = condition.otherwise();
                last(otherwise == null ? new Filter.Identity(filter.range()) : otherwise, input, scope);
                marks.leaveLast(open);
            }
            case Filter.Bind bind -> {
                int source = value(bind.source(), input, scope);
                last(bind.body(), input, patterns(bind.patterns(), source, input, scope));
            }
            case Filter.Define define -> last(define.body(), input, define(define, scope));
            case Filter.Call call -> {
                Marks.Open open = marks.enterLast(filter, input.value(), scope);
                if (!calls.last(call, input, scope)) {
                    giveBack(calls.call(call, input, scope));
                }
                marks.leaveLast(open);
            }
            default -> giveBack(filter(filter, input, scope));
        }
        out.at(before);
    }

    private Scope define(Filter.Define define, @Nullable Scope scope) {
        Filter.Function function = define.function();
        Definition definition = new Definition(function, scope, out, out.context());
        definition.code(false);
        return Scope.with(
                scope, new Scope.Function(function.name(), function.parameters().size(), definition));
    }

    /** Emits a filter of which only the value matters; returns its operand. */
    int value(Filter filter, At input, @Nullable Scope scope) {
        return filter(filter, input.plain(), scope).value();
    }

    /** Emits a filter; returns where its output is when the code after it runs. */
    At filter(Filter filter, At input, @Nullable Scope scope) {
        Range before = out.at(filter.range());
        Marks.Open open = marks.enter(filter, input.value(), scope);
        At result = emit(filter, input, scope);
        marks.leave(open, result.value());
        out.at(before);
        return result;
    }

    /** Emits a filter that is run once for each turn of a loop. */
    private At turn(Filter filter, At input, @Nullable Scope scope) {
        Marks.Open open = marks.enterAny(filter, input.value(), scope);
        At result = filter(filter, input, scope);
        marks.leave(open, result.value());
        return result;
    }

    private At emit(Filter filter, At input, @Nullable Scope scope) {
        return switch (filter) {
            case Filter.Identity identity -> input;
            case Filter.RecurseDefault all ->
                calls.call(new Filter.Call(all.range(), "!recurse", all.range(), List.of()), input, scope);
            case Filter.Literal literal -> input.with(out.constant(literal.value()));
            case Filter.Text text -> input.with(expressions.text(text, input, scope));
            case Filter.Format format -> input.with(expressions.format(format.name(), format.range(), input.value()));
            case Filter.Index index -> index(index, input, scope);
            case Filter.Slice slice -> slice(slice, input, scope);
            case Filter.Iterate iterate -> iterate(iterate, input, scope);
            case Filter.Pipe pipe -> {
                At value = input;
                for (Filter part : pipe.parts()) {
                    value = filter(part, value, scope);
                }
                yield value;
            }
            case Filter.Comma comma -> comma(comma, input, scope);
            case Filter.Binary binary
            when binary.operator() == Operator.ALTERNATIVE ->
                alternative(at -> filter(binary.left(), at, scope), at -> filter(binary.right(), at, scope), input);
            case Filter.Binary binary -> input.with(expressions.binary(binary, input, scope));
            case Filter.Assign assign -> input.with(new AssignCompiler(out, this).assign(assign, input.plain(), scope));
            case Filter.Negate negate -> input.with(expressions.negate(value(negate.operand(), input, scope)));
            case Filter.ArrayOf array -> input.with(expressions.array(array, input, scope));
            case Filter.ObjectOf object -> input.with(expressions.object(object, input, scope));
            case Filter.Variable variable -> input.with(expressions.variable(variable, scope));
            case Filter.Location location -> input.with(out.constant(Constants.location(location)));
            case Filter.If condition -> condition(condition, input, scope);
            case Filter.Try attempt -> attempt(attempt, input, scope);
            case Filter.Reduce reduce -> reduce(reduce, input, scope);
            case Filter.Foreach foreach -> foreach(foreach, input, scope);
            case Filter.Bind bind -> {
                int source = value(bind.source(), input, scope);
                yield filter(bind.body(), input, patterns(bind.patterns(), source, input, scope));
            }
            case Filter.Define define -> filter(define.body(), input, define(define, scope));
            case Filter.Call call -> calls.call(call, input, scope);
            case Filter.Label label -> {
                int mark = out.extra();
                int start = out.emit(Op.MARK, 0, mark);
                Scope inner = Scope.with(scope, new Scope.Local("*" + label.name(), out, mark));
                At result = filter(label.body(), input, inner);
                int skip = out.emit(Op.JUMP, 0);
                out.land(start, 1);
                out.emit(Op.BACKTRACK);
                out.land(skip, 1);
                yield result;
            }
            case Filter.Break leave -> breakOut(leave, input, scope);
            case Filter.Missing missing -> {
                out.context().problem(missing.range(), "an expression is missing here");
                yield input;
            }
        };
    }

    private At breakOut(Filter.Break leave, At input, @Nullable Scope scope) {
        Scope.Local label = Scope.local(scope, "*" + leave.name());
        if (label == null) {
            out.context()
                    .problem(
                            leave.range(),
                            JqNames.label(leave.name(), Scope.names(scope, "*")).message());
            return input;
        }
        out.emit(Op.CUT, out.levelOf(label.owner()), label.register());
        out.emit(Op.BACKTRACK);
        return input;
    }

    private At index(Filter.Index index, At input, @Nullable Scope scope) {
        if (!input.hasPath()) {
            List<String> fields = new ArrayList<>();
            Filter target = index;
            while (target instanceof Filter.Index step
                    && !step.optional()
                    && step.key() instanceof Filter.Literal literal
                    && literal.value() instanceof JsonString key) {
                fields.addFirst(key.value());
                target = step.target();
            }
            if (!fields.isEmpty()) {
                int from = value(target, input, scope);
                int result = out.value();
                out.emit(Op.FIELDS, from, out.reference(fields.toArray(String[]::new)), result);
                return new At(result, At.NONE);
            }
        }
        int key = value(index.key(), input, scope);
        At target = filter(index.target(), input, scope);
        At result = fresh(input);
        int optional = index.optional() ? 1 : 0;
        if (input.hasPath()) {
            out.emit(Op.PATH_INDEX, target.value(), target.path(), key, result.value(), result.path(), optional);
        } else {
            out.emit(Op.INDEX, target.value(), key, result.value(), optional);
        }
        return result;
    }

    private At slice(Filter.Slice slice, At input, @Nullable Scope scope) {
        Filter start = slice.from();
        Filter end = slice.to();
        int from = start == null ? out.constant(JsonNull.NULL) : value(start, input, scope);
        int to = end == null ? out.constant(JsonNull.NULL) : value(end, input, scope);
        At target = filter(slice.target(), input, scope);
        At result = fresh(input);
        int optional = slice.optional() ? 1 : 0;
        if (input.hasPath()) {
            out.emit(Op.PATH_SLICE, target.value(), target.path(), from, to, result.value(), result.path(), optional);
        } else {
            out.emit(Op.SLICE, target.value(), from, to, result.value(), optional);
        }
        return result;
    }

    private At iterate(Filter.Iterate iterate, At input, @Nullable Scope scope) {
        At target = filter(iterate.target(), input, scope);
        At result = fresh(input);
        int optional = iterate.optional() ? 1 : 0;
        if (input.hasPath()) {
            out.emit(Op.PATH_EACH, target.value(), target.path(), out.extra(), result.value(), result.path(), optional);
        } else {
            out.emit(Op.EACH, target.value(), out.extra(), result.value(), optional);
        }
        return result;
    }

    private At comma(Filter.Comma comma, At input, @Nullable Scope scope) {
        At result = fresh(input);
        List<Integer> ends = new ArrayList<>();
        for (Filter part : comma.parts().subList(0, comma.parts().size() - 1)) {
            int fork = out.emit(Op.FORK, 0);
            move(filter(part, input, scope), result);
            ends.add(out.emit(Op.JUMP, 0));
            out.land(fork, 1);
        }
        move(filter(comma.parts().getLast(), input, scope), result);
        ends.forEach(end -> out.land(end, 1));
        return result;
    }

    /** Emits a part of an expression for an input. */
    @FunctionalInterface
    interface Part {
        At emit(At input);
    }

    /** {@code left // right}. */
    At alternative(Part left, Part right, At input) {
        At result = fresh(input);
        int found = out.value();
        out.emit(Op.MOVE, out.constant(JsonBoolean.FALSE), found);
        int fork = out.emit(Op.FORK, 0);
        At first = left.emit(input);
        int skip = out.emit(Op.JUMP_IF_FALSE, first.value(), 0);
        out.emit(Op.MOVE, out.constant(JsonBoolean.TRUE), found);
        move(first, result);
        int done = out.emit(Op.JUMP, 0);
        out.land(fork, 1);
        int none = out.emit(Op.JUMP_IF_FALSE, found, 0);
        out.land(skip, 2);
        out.emit(Op.BACKTRACK);
        out.land(none, 2);
        move(right.emit(input), result);
        out.land(done, 1);
        return result;
    }

    private At condition(Filter.If condition, At input, @Nullable Scope scope) {
        At result = fresh(input);
        List<Integer> ends = new ArrayList<>();
        for (Filter.Branch branch : condition.branches()) {
            int skip = out.emit(Op.JUMP_IF_FALSE, value(branch.condition(), input, scope), 0);
            move(filter(branch.then(), input, scope), result);
            ends.add(out.emit(Op.JUMP, 0));
            out.land(skip, 2);
        }
        Filter otherwise = condition.otherwise();
        move(otherwise == null ? input : filter(otherwise, input, scope), result);
        ends.forEach(end -> out.land(end, 1));
        return result;
    }

    private At attempt(Filter.Try attempt, At input, @Nullable Scope scope) {
        At result = fresh(input);
        int start = out.emit(Op.TRY, 0);
        At value = filter(attempt.body(), input, scope);
        int end = out.emit(Op.TRY_END, 0);
        move(value, result);
        int jump = out.emit(Op.JUMP, 0);
        out.land(start, 1);
        out.land(end, 1);
        Filter handler = attempt.handler();
        int error = out.value();
        out.emit(Op.CATCH, error);
        if (handler == null) {
            out.emit(Op.BACKTRACK);
        } else {
            move(filter(handler, input.with(error), scope), result);
        }
        out.land(jump, 1);
        return result;
    }

    private At reduce(Filter.Reduce reduce, At input, @Nullable Scope scope) {
        At start = filter(reduce.start(), input, scope);
        int state = out.value();
        out.emit(Op.MOVE, start.value(), state);
        int done = out.emit(Op.FORK, 0);
        At item = filter(reduce.source(), input, scope);
        @Nullable Scope inner = patterns(reduce.patterns(), item.value(), input, scope);
        int before = out.value();
        out.emit(Op.MOVE, state, before);
        out.emit(Op.MOVE, out.constant(JsonNull.NULL), state);
        At update = turn(reduce.update(), item.with(before), inner);
        out.emit(Op.MOVE, update.value(), state);
        out.emit(Op.BACKTRACK);
        out.land(done, 1);
        return start.with(state);
    }

    private At foreach(Filter.Foreach foreach, At input, @Nullable Scope scope) {
        At start = filter(foreach.start(), input, scope);
        int state = out.value();
        out.emit(Op.MOVE, start.value(), state);
        At item = filter(foreach.source(), input, scope);
        @Nullable Scope inner = patterns(foreach.patterns(), item.value(), input, scope);
        int before = out.value();
        out.emit(Op.MOVE, state, before);
        out.emit(Op.MOVE, out.constant(JsonNull.NULL), state);
        At after = turn(foreach.update(), item.with(before), inner);
        out.emit(Op.MOVE, after.value(), state);
        Filter extract = foreach.extract();
        return extract == null ? after : filter(extract, after, inner);
    }

    private @Nullable Scope patterns(List<Pattern> patterns, int source, At input, @Nullable Scope scope) {
        return new PatternCompiler(out, this).bind(patterns, source, input.plain(), scope);
    }

    ExpressionCompiler expressions() {
        return expressions;
    }
}
