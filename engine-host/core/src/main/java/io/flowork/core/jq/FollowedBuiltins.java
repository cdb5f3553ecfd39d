package io.flowork.core.jq;

import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the builtins that are instructions. */
final class FollowedBuiltins {
    private final Follower follower;

    FollowedBuiltins(Follower follower) {
        this.follower = follower;
    }

    boolean special(String key, List<Filter> arguments, Range at, @Nullable Env env, Tagged in, Out out) {
        switch (key) {
            case "empty/0" -> {}
            case "error/0" -> {
                follower.decisions.mayFail(in.prov());
                throw JqException.error(in.value());
            }
            case "path/1" ->
                follower.changes.paths(arguments.getFirst(), env, in, found -> {
                    JsonValue path = follower.changes.path(found);
                    out.accept(new Tagged(path, new Prov.Computed(at, List.of()), null));
                });
            case "getpath/1" ->
                follower.eval(arguments.getFirst(), env, in.plain(), keys -> follower.parts.getPath(in, keys, at, out));
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
                List<Prov> mine = follower.decisions.apart(() ->
                        leaving(leave -> follower.eval(arguments.getFirst(), env, in.plain(), output -> {
                            some[0] = true;
                            throw leave;
                        })));
                out.accept(new Tagged(JsonBoolean.of(!some[0]), new Prov.Computed(at, mine), null));
            }
            case "any/2" -> out.accept(search(arguments, env, in, true, at));
            case "all/2" -> out.accept(search(arguments, env, in, false, at));
            case "limit/2" ->
                counted("limit doesn't support negative count", arguments.get(0), env, in, count -> {
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
            case "skip/2" ->
                counted(
                        "skip doesn't support negative count",
                        arguments.get(0),
                        env,
                        in,
                        count -> skip(count, arguments.get(1), env, in, out));
            case "nth/2" ->
                counted(
                        "nth doesn't support negative indices",
                        arguments.get(0),
                        env,
                        in,
                        count -> first(o -> skip(count, arguments.get(1), env, in, o), out));
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

    void first(Tagged.Source source, Out out) {
        leaving(
                leave -> source.to(output -> {
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

    private void counted(String problem, Filter argument, @Nullable Env env, Tagged in, Counted then) {
        follower.eval(argument, env, in.plain(), count -> {
            if (!(count.value() instanceof JsonNumber number) || Double.isNaN(number.doubleValue())) {
                throw new LostException();
            }
            if (!(count.prov() instanceof Prov.Text)) {
                follower.decisions.asked(count.prov());
            }
            if (number.doubleValue() < 0) {
                throw JqException.error(problem);
            }
            then.accept((long) Math.ceil(number.doubleValue()));
        });
    }

    private void range(Tagged from, Tagged below, Range at, Out out) {
        follower.decisions.asked(from.prov());
        follower.decisions.asked(below.prov());
        if (from.value() instanceof JsonInteger first && below.value() instanceof JsonInteger end) {
            for (long i = first.value(); i < end.value(); i++) {
                give(JsonInteger.of(i), from, at, out);
            }
        } else if (from.value() instanceof JsonNumber first && below.value() instanceof JsonNumber end) {
            for (long i = 0; first.doubleValue() + i < end.doubleValue(); i++) {
                give(JsonNumber.of(first.doubleValue() + i), from, at, out);
            }
        } else {
            throw new LostException();
        }
    }

    private void give(JsonValue number, Tagged from, Range at, Out out) {
        follower.meter.step();
        out.accept(follower.values.computed(number, at, from.prov()));
    }

    private Tagged search(List<Filter> arguments, @Nullable Env env, Tagged in, boolean any, Range at) {
        boolean[] found = new boolean[1];
        List<Prov> mine = follower.decisions.apart(() -> leaving(leave -> follower.eval(
                arguments.get(0),
                env,
                in.plain(),
                item -> follower.eval(arguments.get(1), env, item, condition -> {
                    follower.decisions.asked(condition.prov());
                    if (Types.isTrue(condition.value()) == any) {
                        found[0] = true;
                        throw leave;
                    }
                }))));
        return new Tagged(JsonBoolean.of(found[0] == any), new Prov.Computed(at, mine), null);
    }
}
