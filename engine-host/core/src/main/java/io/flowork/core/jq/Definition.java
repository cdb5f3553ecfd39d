package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Pattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function with its code, which is compiled when it is first needed for values or for paths. */
final class Definition {
    private final Filter.Function function;
    private final @Nullable Scope scope;
    private final @Nullable Emitter owner;
    private final CompileContext context;
    private @Nullable Code values;
    private @Nullable Code paths;

    /**
     * A function.
     *
     * @param scope the names visible at its definition
     * @param owner the function it is defined in, or null at the top of a builtin
     */
    Definition(Filter.Function function, @Nullable Scope scope, @Nullable Emitter owner, CompileContext context) {
        this.function = function;
        this.scope = scope;
        this.owner = owner;
        this.context = context;
    }

    @Nullable
    Emitter owner() {
        return owner;
    }

    Code code(boolean path) {
        Code known = path ? paths : values;
        if (known != null) {
            return known;
        }
        Emitter emitter = new Emitter(context, owner);
        if (path) {
            paths = emitter.code();
        } else {
            values = emitter.code();
        }
        Scope inner = Scope.with(
                scope, new Scope.Function(function.name(), function.parameters().size(), this));
        List<Filter.Parameter> parameters = function.parameters();
        for (int i = 0; i < parameters.size(); i++) {
            inner = Scope.with(inner, new Scope.Parameter(parameters.get(i).name(), emitter, i));
        }
        Filter body = function.body();
        for (int i = parameters.size() - 1; i >= 0; i--) {
            Filter.Parameter parameter = parameters.get(i);
            if (parameter.value()) {
                body = new Filter.Bind(
                        parameter.range(),
                        new Filter.Call(parameter.range(), parameter.name(), parameter.range(), List.of()),
                        List.of(new Pattern.Named(parameter.range(), parameter.name())),
                        body);
            }
        }
        FilterCompiler.function(
                emitter, body, inner, path, function.name(), function.body().range());
        return emitter.code();
    }
}
