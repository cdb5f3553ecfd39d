package io.flowork.core.jq;

import io.flowork.core.jq.Follower.Env;
import io.flowork.core.jq.Follower.LeaveException;
import io.flowork.core.jq.Follower.LostException;
import io.flowork.core.jq.Follower.Out;
import io.flowork.core.jq.Follower.Tagged;
import io.flowork.core.jq.Prov.Conditions;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.TextPart;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link Follower} does for calls and loops. */
final class FollowedCalls {
    private final Follower follower;
    private final FollowedChanges changes;
    private final IdentityHashMap<Filter, Boolean> single = new IdentityHashMap<>();

    FollowedCalls(Follower follower) {
        this.follower = follower;
        this.changes = new FollowedChanges(follower, this);
    }

    void assign(Filter.Assign assign, @Nullable Env env, Tagged in, Out out) {
        changes.assign(assign, env, in, out);
    }

    // --- functions ---

    void call(Filter.Call call, @Nullable Env env, Tagged in, Out out) {
        boolean plain = call.name().startsWith("!");
        String name = plain ? call.name().substring(1) : call.name();
        Range at = Follower.range(call, env);
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
        Filter.Function prelude = follower.prelude(key);
        if (prelude != null) {
            Env top = new Env(null, key, null, prelude, null, null, null, at);
            invoke(prelude, top, arguments, 0, top, env, in, out);
            return;
        }
        Filter rewritten = Rewrites.of(new Filter.Call(at, name, at, arguments), name);
        if (rewritten != null) {
            follower.eval(rewritten, env, in, out);
        } else if (!special(key, arguments, at, env, in, out)) {
            natives(name, arguments, arguments.size() - 1, new Tagged[arguments.size()], at, env, in, out);
        }
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
                String name = function.parameters().get(i).name() + "/0";
                scope = new Env(scope, name, null, null, arguments.get(i), caller, null, defined.over());
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
                output -> bindNext(
                        function, Env.variable(bound, name, output), arguments, value + 1, defined, caller, in, out));
    }

    private void bindNext(
            Filter.Function function,
            Env scope,
            List<Filter> arguments,
            int next,
            Env defined,
            @Nullable Env caller,
            Tagged in,
            Out out) {
        invoke(function, scope, arguments, next, defined, caller, in, out);
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
        follower.mayFail(from);
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
        out.accept(new Tagged(value, changes.ofNative(name, at, in, arguments, from, value), null));
    }

    // --- builtins that are instructions ---

    private boolean special(String key, List<Filter> arguments, Range at, @Nullable Env env, Tagged in, Out out) {
        switch (key) {
            case "empty/0" -> {}
            case "error/0" -> {
                follower.mayFail(in.prov());
                throw JqException.error(in.value());
            }
            case "path/1" ->
                changes.paths(arguments.getFirst(), env, in, found -> {
                    JsonValue path = changes.path(found);
                    out.accept(new Tagged(path, new Prov.Computed(at, List.of()), null));
                });
            case "getpath/1" ->
                follower.eval(arguments.getFirst(), env, in.plain(), keys -> changes.getPath(in, keys, at, out));
            case "range/2" ->
                follower.eval(
                        arguments.get(0),
                        env,
                        in.plain(),
                        from -> follower.eval(arguments.get(1), env, in.plain(), below -> range(from, below, at, out)));
            case "first/1" -> first(o -> follower.eval(arguments.getFirst(), env, in, o), out);
            case "last/1" -> {
                Tagged[] last = new Tagged[1];
                follower.eval(arguments.getFirst(), env, in, output -> last[0] = output);
                if (last[0] != null) {
                    out.accept(last[0]);
                }
            }
            case "isempty/1" -> {
                boolean[] some = new boolean[1];
                List<Prov> mine = follower.apart(() ->
                        leaving(leave -> follower.eval(arguments.getFirst(), env, in.plain(), output -> {
                            some[0] = true;
                            throw leave;
                        })));
                out.accept(new Tagged(JsonBoolean.of(!some[0]), new Prov.Computed(at, mine), null));
            }
            case "any/2" -> out.accept(search(arguments, env, in, true, at));
            case "all/2" -> out.accept(search(arguments, env, in, false, at));
            case "limit/2" ->
                counted(arguments.get(0), env, in, count -> {
                    if (count > 0) {
                        long[] left = {count};
                        leaving(
                                leave -> follower.eval(arguments.get(1), env, in, output -> {
                                    left[0]--;
                                    boolean done = left[0] <= 0;
                                    if (!done) {
                                        out.accept(output);
                                    } else {
                                        throw new LastException(leave, output);
                                    }
                                }),
                                out);
                    }
                });
            case "skip/2" -> counted(arguments.get(0), env, in, count -> skip(count, arguments.get(1), env, in, out));
            case "nth/2" ->
                counted(arguments.get(0), env, in, count -> first(o -> skip(count, arguments.get(1), env, in, o), out));
            default -> {
                return false;
            }
        }
        return true;
    }

    /** An evaluation is over with this output as its last. */
    private static final class LastException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient LeaveException leave;
        private final transient Tagged output;

        LastException(LeaveException leave, Tagged output) {
            super(null, null, false, false);
            this.leave = leave;
            this.output = output;
        }
    }

    /** Evaluates something that may be left. */
    @FunctionalInterface
    private interface Leaving {
        void run(LeaveException leave);
    }

    private static void leaving(Leaving work) {
        LeaveException leave = new LeaveException();
        try {
            work.run(leave);
        } catch (LeaveException e) {
            if (e != leave) {
                throw e;
            }
        }
    }

    /** Evaluates something that may be left with a last output. */
    private static void leaving(Leaving work, Out out) {
        LeaveException leave = new LeaveException();
        Tagged last;
        try {
            work.run(leave);
            return;
        } catch (LastException e) {
            if (e.leave != leave) {
                throw e;
            }
            last = e.output;
        }
        out.accept(last);
    }

    void first(Follower.Part part, Out out) {
        leaving(
                leave -> part.to(output -> {
                    throw new LastException(leave, output);
                }),
                out);
    }

    private void skip(long count, Filter filter, @Nullable Env env, Tagged in, Out out) {
        long[] left = {count};
        follower.eval(filter, env, in, output -> {
            if (left[0] > 0) {
                left[0]--;
            } else {
                out.accept(output);
            }
        });
    }

    /** Takes a count. */
    @FunctionalInterface
    private interface Counted {
        void accept(long count);
    }

    private void counted(Filter argument, @Nullable Env env, Tagged in, Counted then) {
        follower.eval(argument, env, in.plain(), count -> {
            if (!(count.value() instanceof JsonInteger number) || number.value() < 0) {
                throw new LostException(); // fails, or counts in fractions
            }
            if (!(count.prov() instanceof Prov.Text)) {
                follower.asked(count.prov());
            }
            then.accept(number.value());
        });
    }

    private void range(Tagged from, Tagged below, Range at, Out out) {
        if (!(from.value() instanceof JsonInteger first) || !(below.value() instanceof JsonInteger end)) {
            throw new LostException();
        }
        follower.asked(from.prov());
        follower.asked(below.prov());
        for (long i = first.value(); i < end.value(); i++) {
            follower.meter.step();
            out.accept(follower.computed(JsonNumber.of(i), at, from.prov()));
        }
    }

    private Tagged search(List<Filter> arguments, @Nullable Env env, Tagged in, boolean any, Range at) {
        boolean[] found = new boolean[1];
        List<Prov> mine = follower.apart(() -> leaving(leave -> follower.eval(
                arguments.get(0),
                env,
                in.plain(),
                item -> follower.eval(arguments.get(1), env, item, condition -> {
                    follower.asked(condition.prov());
                    if (Types.isTrue(condition.value()) == any) {
                        found[0] = true;
                        throw leave;
                    }
                }))));
        follower.mayFail(mine);
        return new Tagged(JsonBoolean.of(found[0] == any), new Prov.Computed(at, mine), null);
    }

    // --- loops ---

    void reduce(Filter.Reduce reduce, @Nullable Env env, Tagged in, Out out) {
        if (in.path() != null || reduce.patterns().size() > 1) {
            throw new LostException();
        }
        Range at = Follower.range(reduce, env);
        follower.eval(reduce.start(), env, in, start -> {
            Tagged[] state = {start};
            List<Prov> mine = follower.apart(() -> follower.eval(
                    reduce.source(),
                    env,
                    in,
                    item -> follower.bind(reduce.patterns().getFirst(), item, env, in, inner -> {
                        Tagged before = state[0];
                        state[0] = Follower.written(JsonNull.NULL, at);
                        follower.eval(reduce.update(), inner, before, after -> state[0] = after);
                    })));
            follower.mayFail(mine);
            Prov made = Prov.decided(state[0].prov(), new Conditions(mine, mine.size()));
            out.accept(new Tagged(state[0].value(), made, null));
        });
    }

    void foreach(Filter.Foreach foreach, @Nullable Env env, Tagged in, Out out) {
        if (in.path() != null || foreach.patterns().size() > 1) {
            throw new LostException();
        }
        Range at = Follower.range(foreach, env);
        Filter extract = foreach.extract();
        follower.eval(foreach.start(), env, in, start -> {
            Tagged[] state = {start};
            follower.eval(
                    foreach.source(),
                    env,
                    in,
                    item -> follower.bind(foreach.patterns().getFirst(), item, env, in, inner -> {
                        Tagged before = state[0];
                        state[0] = Follower.written(JsonNull.NULL, at);
                        follower.eval(foreach.update(), inner, before, after -> {
                            Prov made = Prov.decided(after.prov(), follower.sofar());
                            state[0] = new Tagged(after.value(), made, null);
                            if (extract == null) {
                                out.accept(state[0]);
                            } else {
                                follower.eval(extract, inner, state[0], out);
                            }
                        });
                    }));
        });
    }

    // --- how many outputs ---

    /** Whether a filter has exactly one output whatever the data is, unless it fails. */
    boolean isSingle(Filter filter, @Nullable Env env) {
        Boolean known = single.get(filter);
        if (known == null) {
            known = single(filter, env);
            single.put(filter, known);
        }
        return known;
    }

    private boolean single(Filter filter, @Nullable Env env) {
        return switch (filter) {
            case Filter.Identity f -> true;
            case Filter.Literal f -> true;
            case Filter.Variable f -> true;
            case Filter.Location f -> true;
            case Filter.Format f -> true;
            case Filter.ArrayOf f -> true;
            case Filter.Text f ->
                f.parts().stream()
                        .allMatch(part ->
                                !(part instanceof TextPart.Inserted inserted) || isSingle(inserted.filter(), env));
            case Filter.Index f -> !f.optional() && isSingle(f.target(), env) && isSingle(f.key(), env);
            case Filter.Slice f -> false;
            case Filter.Pipe f -> f.parts().stream().allMatch(part -> isSingle(part, env));
            case Filter.Binary f -> isSingle(f.left(), env) && isSingle(f.right(), env);
            case Filter.Assign f -> (f.operator() == null && f.update()) || isSingle(f.value(), env);
            case Filter.Negate f -> isSingle(f.operand(), env);
            case Filter.ObjectOf f ->
                f.entries().stream().allMatch(entry -> isSingle(entry.key(), env) && isSingle(entry.value(), env));
            case Filter.If f ->
                f.branches().stream()
                                .allMatch(branch -> isSingle(branch.condition(), env) && isSingle(branch.then(), env))
                        && (f.otherwise() == null || isSingle(f.otherwise(), env));
            case Filter.Reduce f -> isSingle(f.start(), env);
            case Filter.Bind f -> f.patterns().size() == 1 && isSingle(f.source(), env) && isSingle(f.body(), env);
            case Filter.Call f -> singleCall(f, env);
            case Filter.RecurseDefault f -> false;
            case Filter.Iterate f -> false;
            case Filter.Comma f -> false;
            case Filter.Try f -> false;
            case Filter.Foreach f -> false;
            case Filter.Define f -> false;
            case Filter.Label f -> false;
            case Filter.Break f -> false;
            case Filter.Missing f -> false;
        };
    }

    private boolean singleCall(Filter.Call call, @Nullable Env env) {
        String name = call.name().startsWith("!") ? call.name().substring(1) : call.name();
        String key = name + "/" + call.arguments().size();
        if (Env.find(env, key) != null || follower.prelude(key) != null) {
            return false;
        }
        Filter rewritten = Rewrites.of(call, name);
        if (rewritten != null) {
            return isSingle(rewritten, env);
        }
        boolean arguments = call.arguments().stream().allMatch(argument -> isSingle(argument, env));
        return switch (key) {
            case "any/2", "all/2", "isempty/1" -> true;
            case "getpath/1" -> arguments;
            case "empty/0", "error/0", "path/1", "range/2", "first/1", "last/1", "limit/2", "skip/2", "nth/2" -> false;
            default -> arguments && Builtins.find(name, call.arguments().size()) != null;
        };
    }
}
