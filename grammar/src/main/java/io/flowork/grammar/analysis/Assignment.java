package io.flowork.grammar.analysis;

import static io.flowork.grammar.analysis.Outputs.FAIL;
import static io.flowork.grammar.analysis.Outputs.MANY;
import static io.flowork.grammar.analysis.Outputs.NONE;
import static io.flowork.grammar.analysis.Outputs.ONE;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.types.Access;
import io.flowork.grammar.types.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The types of values with a part changed. Only plain paths such as {@code .a.b} are followed. */
final class Assignment {
    private final Inference inference;

    Assignment(Inference inference) {
        this.inference = inference;
    }

    Outputs infer(Filter.Assign assign, Type input, Inference.@Nullable Env env) {
        List<String> path = path(assign.target());
        Operator operator = assign.operator();
        if (path == null) {
            inference.quietly(assign.target(), input, env);
            boolean updates = assign.update() && operator == null;
            Outputs value = inference.quietly(assign.value(), updates ? Type.UNKNOWN : input, env);
            int mask = updates ? ONE : Outputs.then(value.mask(), ONE);
            return new Outputs(Type.UNKNOWN, mask | FAIL).with(mask | FAIL);
        }
        if (assign.update() && operator == null) {
            return update(assign, path, input, env);
        }
        Outputs value = inference.infer(assign.value(), input, env);
        Type made = value.type();
        if (operator == Operator.ALTERNATIVE) {
            made = Type.UNKNOWN;
        } else if (operator != null && !made.isNever()) {
            Outputs old = Outputs.one(get(input, path));
            made = old.type().isNever()
                    ? Type.NEVER
                    : inference
                            .arithmetic(operator, old, Outputs.one(made), assign.operatorRange())
                            .type();
        }
        Type result = value.type().isNever() ? Type.NEVER : set(input, path, 0, made);
        int mask = Outputs.then(value.mask(), result.isNever() ? FAIL : ONE | FAIL);
        return new Outputs(result, mask).with(mask);
    }

    private Outputs update(Filter.Assign assign, List<String> path, Type input, Inference.@Nullable Env env) {
        Type old = get(input, path);
        if (old.isNever()) {
            return new Outputs(Type.UNKNOWN, ONE | FAIL);
        }
        Outputs value = inference.infer(assign.value(), old, env);
        if (value.can(NONE)) {
            return new Outputs(Type.UNKNOWN, ONE | FAIL);
        }
        Type result = value.can(ONE | MANY) ? set(input, path, 0, value.type()) : Type.NEVER;
        return Outputs.maybe(result);
    }

    /** The names of a plain path; null when it is another one. */
    static @Nullable List<String> path(Filter filter) {
        List<String> names = new ArrayList<>();
        Filter at = filter;
        while (at instanceof Filter.Index index) {
            if (index.optional()
                    || !(index.key() instanceof Filter.Literal literal)
                    || !(literal.value() instanceof JsonString name)) {
                return null;
            }
            names.addFirst(name.value());
            at = index.target();
        }
        return at instanceof Filter.Identity ? names : null;
    }

    private static Type get(Type of, List<String> path) {
        Type at = of;
        for (String name : path) {
            at = Access.member(at, name);
        }
        return at;
    }

    private static Type set(Type of, List<String> path, int at, Type value) {
        if (at == path.size()) {
            return value;
        }
        String name = path.get(at);
        Type below = Access.member(of.only(Type.NULL_KIND | Type.OBJECT_KIND), name);
        return below.isNever() ? Type.NEVER : Access.with(of, name, set(below, path, at + 1, value));
    }
}
