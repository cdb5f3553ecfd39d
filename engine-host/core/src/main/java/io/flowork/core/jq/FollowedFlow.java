package io.flowork.core.jq;

import io.flowork.core.jq.Prov.Conditions;
import io.flowork.core.jq.Tagged.Out;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows what decides what is evaluated: conditions, attempts, loops. */
final class FollowedFlow {
    private final Follower follower;

    FollowedFlow(Follower follower) {
        this.follower = follower;
    }

    void condition(Filter.If choice, @Nullable Env env, Tagged in, Out out) {
        condition(choice, 0, env, in, out);
    }

    private void condition(Filter.If choice, int at, @Nullable Env env, Tagged in, Out out) {
        if (at == choice.branches().size()) {
            Filter otherwise = choice.otherwise();
            if (otherwise == null) {
                out.accept(in);
            } else {
                follower.eval(otherwise, env, in, out);
            }
            return;
        }
        Filter.Branch branch = choice.branches().get(at);
        boolean single = in.path() == null && follower.counts.isSingle(choice, env); // paths have no origins
        follower.eval(branch.condition(), env, in.plain(), condition -> {
            if (!single) {
                follower.decisions.asked(condition.prov());
            }
            Out decided = !single ? out : output -> out.accept(output.decided(Conditions.of(condition.prov())));
            if (Types.isTrue(condition.value())) {
                follower.eval(branch.then(), env, in, decided);
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
    void attempt(Filter.Try attempt, @Nullable Env env, Tagged in, Out out) {
        Object me = new Object();
        try {
            follower.decisions.caught(() -> follower.eval(
                    attempt.body(),
                    env,
                    in,
                    output -> follower.decisions.uncaught(() -> {
                        try {
                            out.accept(output);
                        } catch (JqException e) {
                            throw new PassingException(e, me);
                        }
                    })));
        } catch (PassingException e) {
            throw e.by == me ? e.passing : e;
        } catch (JqException e) {
            if (e.kind() != JqException.Kind.ERROR) {
                throw e;
            }
            Filter handler = attempt.handler();
            if (handler != null) {
                Prov cause = follower.decisions.all(Env.range(attempt, env));
                follower.eval(handler, env, new Tagged(e.value(), cause, null), out);
            }
        }
    }

    void label(Filter.Label label, @Nullable Env env, Tagged in, Out out) {
        LeaveException leave = new LeaveException();
        try {
            follower.decisions.labelled(
                    () -> follower.eval(label.body(), Env.label(env, label.name(), leave), in, out));
        } catch (LeaveException e) {
            if (e != leave) {
                throw e;
            }
        }
    }

    /** What to throw so that the evaluation goes on after a label. */
    RuntimeException leave(Filter.Break leave, @Nullable Env env) {
        Env found = Env.find(env, "*" + leave.name());
        return found == null || found.label() == null ? new LostException() : found.label();
    }

    void reduce(Filter.Reduce reduce, @Nullable Env env, Tagged in, Out out) {
        if (in.path() != null) {
            throw new LostException();
        }
        Range at = Env.range(reduce, env);
        follower.eval(reduce.start(), env, in, start -> {
            Tagged[] state = {start};
            List<Prov> mine = follower.decisions.apart(() -> follower.eval(
                    reduce.source(),
                    env,
                    in,
                    item -> follower.patterns.bind(reduce.patterns(), item, env, in, inner -> {
                        Tagged before = state[0];
                        state[0] = Tagged.written(JsonNull.NULL, at);
                        follower.eval(reduce.update(), inner, before, after -> state[0] = after);
                    })));
            out.accept(state[0].plain().decided(Conditions.all(mine)));
        });
    }

    void foreach(Filter.Foreach foreach, @Nullable Env env, Tagged in, Out out) {
        if (in.path() != null) {
            throw new LostException();
        }
        Range at = Env.range(foreach, env);
        Filter extract = foreach.extract();
        follower.eval(foreach.start(), env, in, start -> {
            Tagged[] state = {start};
            follower.eval(
                    foreach.source(),
                    env,
                    in,
                    item -> follower.patterns.bind(foreach.patterns(), item, env, in, inner -> {
                        Tagged before = state[0];
                        state[0] = Tagged.written(JsonNull.NULL, at);
                        follower.eval(foreach.update(), inner, before, after -> {
                            state[0] = after.plain().decided(follower.decisions.sofar());
                            if (extract == null) {
                                out.accept(state[0]);
                            } else {
                                follower.eval(extract, inner, state[0], out);
                            }
                        });
                    }));
        });
    }
}
