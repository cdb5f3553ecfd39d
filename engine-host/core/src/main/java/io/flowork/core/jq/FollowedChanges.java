package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows paths, and what changes values at paths. */
final class FollowedChanges {
    private final Follower follower;

    FollowedChanges(Follower follower) {
        this.follower = follower;
    }

    /** The outputs of a filter with their paths. */
    void paths(Filter target, @Nullable Env env, Tagged in, Out out) {
        follower.eval(target, env, new Tagged(in.value(), in.prov(), PathNode.root(in.value())), out);
    }

    JsonArray path(Tagged found) {
        PathNode path = found.path();
        if (path == null || !path.leadsTo(found.value())) {
            throw new LostException();
        }
        return path.toArray();
    }

    void assign(Filter.Assign assign, @Nullable Env env, Tagged in, Out out) {
        Operator operator = assign.operator();
        Range at = Env.range(assign, env);
        Tagged plain = in.plain();
        if (operator == null && assign.update()) {
            out.accept(update(assign.target(), env, plain, at, (old, o) -> follower.eval(assign.value(), env, old, o)));
            return;
        }
        follower.eval(assign.value(), env, plain, value -> {
            if (operator == null) {
                out.accept(set(assign.target(), env, plain, at, value));
            } else if (operator == Operator.ALTERNATIVE) {
                out.accept(update(
                        assign.target(),
                        env,
                        plain,
                        at,
                        (old, o) -> follower.operators.alternative(
                                left -> left.accept(old), right -> right.accept(value), true, o)));
            } else {
                out.accept(update(
                        assign.target(),
                        env,
                        plain,
                        at,
                        (old, o) -> o.accept(follower.operators.operate(operator, old, value, at))));
            }
        });
    }

    /** Makes a new value of an old one. */
    @FunctionalInterface
    private interface Change {
        void apply(Tagged old, Out out);
    }

    private Tagged set(Filter target, @Nullable Env env, Tagged in, Range at, Tagged value) {
        Tagged[] state = {in};
        List<Prov> mine = follower.decisions.apart(() -> paths(target, env, in, found -> {
            JsonArray path = path(found);
            state[0] = put(state[0], path, value, at);
        }));
        return state[0].plain().decided(Conditions.all(mine));
    }

    private Tagged update(Filter target, @Nullable Env env, Tagged in, Range at, Change change) {
        Tagged[] state = {in};
        List<JsonValue> emptied = new ArrayList<>();
        List<Prov> mine = follower.decisions.apart(() -> paths(target, env, in, found -> {
            JsonArray path = path(found);
            Tagged old = state[0];
            for (JsonValue key : path) {
                JsonValue part = Access.get(follower.meter, old.value(), key);
                old = new Tagged(part, follower.parts.part(old, Tagged.written(key, at), at), null);
            }
            Tagged before = old;
            Tagged[] changed = new Tagged[1];
            follower.builtins.first(o -> change.apply(before, o), output -> changed[0] = output);
            if (changed[0] == null) {
                emptied.add(path);
            } else {
                state[0] = put(state[0], path, changed[0], at);
            }
        }));
        Tagged all = state[0].plain().decided(Conditions.all(mine));
        Tagged gone = new Tagged(JsonArray.of(emptied), new Prov.Computed(at, mine), null);
        JsonValue value = Paths.delete(follower.meter, all.value(), gone.value());
        return new Tagged(value, follower.changed.deleted(all, gone, at), null);
    }

    private Tagged put(Tagged in, JsonArray path, Tagged part, Range at) {
        JsonValue value = Paths.set(follower.meter, in.value(), path, part.value());
        return new Tagged(value, follower.changed.put(in, path, part.prov(), at), null);
    }
}
