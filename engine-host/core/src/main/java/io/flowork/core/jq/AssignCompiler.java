package io.flowork.core.jq;

import io.flowork.core.jq.FilterCompiler.At;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonNull;
import org.jspecify.annotations.Nullable;

/** Compiles assignments: they go over the paths of their left side and put a value at each. */
final class AssignCompiler {
    private final Emitter out;
    private final FilterCompiler filters;

    AssignCompiler(Emitter out, FilterCompiler filters) {
        this.out = out;
        this.filters = filters;
    }

    int assign(Filter.Assign assign, At input, @Nullable Scope scope) {
        Operator operator = assign.operator();
        if (operator == null && assign.update()) {
            return update(assign.target(), at -> filters.filter(assign.value(), at, scope), input, scope);
        }
        int value = filters.value(assign.value(), input, scope);
        if (operator == null) {
            return set(assign.target(), value, input, scope);
        }
        FilterCompiler.Part change = operator == Operator.ALTERNATIVE
                ? at -> filters.alternative(old -> old, old -> old.with(value), at)
                : at -> at.with(filters.expressions().operate(operator, at.value(), value));
        return update(assign.target(), change, input, scope);
    }

    /** Emits the path of each output of a filter. */
    int path(Filter target, At input, @Nullable Scope scope) {
        int root = out.extra();
        out.emit(Op.PATH_BEGIN, input.value(), root);
        At found = filters.filter(target, new At(input.value(), root), scope);
        int path = out.value();
        out.emit(Op.PATH_END, found.value(), found.path(), path);
        return path;
    }

    private int set(Filter target, int value, At input, @Nullable Scope scope) {
        int state = out.value();
        out.emit(Op.MOVE, input.value(), state);
        int done = out.emit(Op.FORK, 0);
        int path = path(target, input, scope);
        put(state, path, value);
        out.emit(Op.BACKTRACK);
        out.land(done, 1);
        return state;
    }

    private void put(int state, int path, int value) {
        int none = out.constant(JsonNull.NULL);
        out.emit(Op.NATIVE, out.reference(Builtins.required("setpath", 2)), state, path, value, none, state);
    }

    private int update(Filter target, FilterCompiler.Part change, At input, @Nullable Scope scope) {
        int state = out.value();
        int emptied = out.extra();
        int mark = out.extra();
        out.emit(Op.MOVE, input.value(), state);
        out.emit(Op.COLLECT, emptied);
        int done = out.emit(Op.FORK, 0);
        int path = path(target, input, scope);
        int old = filters.expressions().apply("getpath", state, path);
        int nothing = out.emit(Op.MARK, 0, mark);
        At changed = change.emit(new At(old, At.NONE));
        out.emit(Op.CUT, 0, mark);
        put(state, path, changed.value());
        out.emit(Op.BACKTRACK);
        out.land(nothing, 1);
        out.emit(Op.APPEND, emptied, path);
        out.land(done, 1);
        int paths = out.value();
        out.emit(Op.COLLECTED, emptied, paths);
        return filters.expressions().apply("delpaths", state, paths);
    }
}
