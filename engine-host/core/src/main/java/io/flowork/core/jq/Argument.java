package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import org.jspecify.annotations.Nullable;

/** A filter given to a function, with its code: for values at once, for paths when it is first used in one. */
final class Argument {
    private final Filter filter;
    private final @Nullable Scope scope;
    private final Emitter owner;
    private final Code values;
    private volatile @Nullable Code paths;

    Argument(Filter filter, @Nullable Scope scope, Emitter owner) {
        this.filter = filter;
        this.scope = scope;
        this.owner = owner;
        Emitter emitter = new Emitter(owner.context(), owner);
        FilterCompiler.function(emitter, filter, scope, false);
        this.values = emitter.code();
    }

    Code values() {
        return values;
    }

    Code paths() {
        Code known = paths;
        if (known == null) {
            synchronized (Builtins.LOCK) {
                known = paths;
                if (known == null) {
                    Emitter emitter = new Emitter(owner.context(), owner);
                    FilterCompiler.function(emitter, filter, scope, true);
                    known = emitter.code();
                    paths = known;
                }
            }
        }
        return known;
    }
}
