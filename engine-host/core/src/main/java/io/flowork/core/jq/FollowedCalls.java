package io.flowork.core.jq;

import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Follows calls of functions. */
final class FollowedCalls {
    private final Follower follower;
    private final Map<String, Filter.Function> parsed = new HashMap<>();

    FollowedCalls(Follower follower) {
        this.follower = follower;
    }

    void call(Filter.Call call, @Nullable Env env, Tagged in, Out out) {
        boolean plain = call.name().startsWith("!");
        String name = plain ? call.name().substring(1) : call.name();
        Range at = Env.range(call, env);
        Env found = plain ? null : Env.find(env, name + "/" + call.arguments().size());
        if (found == null) {
            builtin(name, call.arguments(), at, env, in, out);
            return;
        }
        Filter argument = found.argument();
        Filter.Function function = found.function();
        if (argument != null) {
            follower.eval(argument, found.where(), in, out);
        } else if (function != null) {
            invoke(function, found, call.arguments(), 0, found, env, in, out);
        } else {
            throw new LostException();
        }
    }

    void builtin(String name, List<Filter> arguments, Range at, @Nullable Env env, Tagged in, Out out) {
        String key = name + "/" + arguments.size();
        Filter.Function prelude = prelude(key);
        if (prelude != null) {
            Env top = Env.function(null, prelude, at);
            invoke(prelude, top, arguments, 0, top, env, in, out);
            return;
        }
        Filter rewritten = Rewrites.of(new Filter.Call(at, name, at, arguments), name);
        if (rewritten != null) {
            follower.eval(rewritten, env, in, out);
        } else if (!follower.builtins.special(key, arguments, at, env, in, out)) {
            natives(name, arguments, arguments.size() - 1, new Tagged[arguments.size()], at, env, in, out);
        }
    }

    /** A builtin written in jq; null if there is none of the name. */
    private Filter.@Nullable Function prelude(String key) {
        String text = Prelude.TEXTS.get(key);
        return text == null
                ? null
                : parsed.computeIfAbsent(key, k -> {
                    if (JqParser.parse(text + " .").filter() instanceof Filter.Define define) {
                        return define.function();
                    }
                    throw new IllegalStateException(k);
                });
    }

    /** Binds the arguments from one on, then evaluates the body. */
    private void invoke(
            Filter.Function function,
            Env inner,
            List<Filter> arguments,
            int next,
            Env defined,
            @Nullable Env caller,
            Tagged in,
            Out out) {
        Env scope = inner;
        if (next == 0) {
            for (int i = 0; i < arguments.size(); i++) {
                String name = function.parameters().get(i).name();
                scope = Env.argument(scope, name, arguments.get(i), caller, defined.over());
            }
        }
        int at = next;
        while (at < arguments.size() && !function.parameters().get(at).value()) {
            at++;
        }
        if (at == arguments.size()) {
            follower.eval(function.body(), scope, in, out);
            return;
        }
        int value = at;
        Env bound = scope;
        String name = function.parameters().get(value).name();
        follower.eval(
                arguments.get(value),
                caller,
                in.plain(),
                output -> invoke(
                        function, Env.variable(bound, name, output), arguments, value + 1, defined, caller, in, out));
    }

    private void natives(
            String name,
            List<Filter> arguments,
            int next,
            Tagged[] done,
            Range at,
            @Nullable Env env,
            Tagged in,
            Out out) {
        if (next < 0) {
            apply(name, at, in.plain(), List.of(done), out);
            return;
        }
        follower.eval(arguments.get(next), env, in.plain(), value -> {
            done[next] = value;
            natives(name, arguments, next - 1, done, at, env, in, out);
        });
    }

    /** The output of a builtin written in Java. */
    void apply(String name, Range at, Tagged in, List<Tagged> arguments, Out out) {
        Native builtin = Builtins.find(name, arguments.size());
        if (builtin == null) {
            throw new LostException();
        }
        List<Prov> from = new ArrayList<>();
        from.add(in.prov());
        arguments.forEach(argument -> from.add(argument.prov()));
        follower.decisions.mayFail(from);
        JsonValue first = arguments.isEmpty() ? JsonNull.NULL : arguments.get(0).value();
        if (!builtin.secrets() && (in.value() instanceof JsonSecret || first instanceof JsonSecret)) {
            throw Types.secret();
        }
        follower.meter.text(in.value());
        follower.meter.text(first);
        JsonValue value = builtin.body()
                .apply(
                        follower.meter,
                        in.value(),
                        first,
                        arguments.size() > 1 ? arguments.get(1).value() : JsonNull.NULL,
                        arguments.size() > 2 ? arguments.get(2).value() : JsonNull.NULL);
        out.accept(new Tagged(value, follower.natives.prov(name, at, in, arguments, from, value), null));
    }
}
