package io.flowork.core.jq;

import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows the patterns of {@code as}. */
final class FollowedPatterns {
    private final Follower follower;

    FollowedPatterns(Follower follower) {
        this.follower = follower;
    }

    /** Takes the names of a pattern. */
    @FunctionalInterface
    interface Bound {
        void accept(@Nullable Env env);
    }

    void bind(List<Pattern> patterns, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        Env names = env;
        if (patterns.size() > 1) {
            for (Pattern pattern : patterns) {
                names = unbound(pattern, names);
            }
        }
        alternatives(patterns, 0, source, names, in, out);
    }

    /** The names of a pattern before anything is bound to them. */
    private static @Nullable Env unbound(Pattern pattern, @Nullable Env env) {
        Env names = env;
        switch (pattern) {
            case Pattern.Named named -> names = unbound(named.name(), pattern.range(), names);
            case Pattern.Elements elements -> {
                for (Pattern element : elements.elements()) {
                    names = unbound(element, names);
                }
            }
            case Pattern.Members members -> {
                for (Pattern.Member member : members.members()) {
                    String variable = member.variable();
                    names = variable == null ? names : unbound(variable, member.range(), names);
                    Pattern below = member.value();
                    names = below == null ? names : unbound(below, names);
                }
            }
        }
        return names;
    }

    private static Env unbound(String name, Range range, @Nullable Env env) {
        return Env.variable(env, name, Tagged.written(JsonNull.NULL, range));
    }

    /** Binds the first pattern from one on with which nothing fails, neither it nor what comes after it. */
    private void alternatives(List<Pattern> patterns, int at, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        if (at == patterns.size() - 1) {
            bind(patterns.get(at), source, env, in, out);
            return;
        }
        try {
            follower.decisions.caught(() -> bind(patterns.get(at), source, env, in, out));
        } catch (JqException e) {
            if (e.kind() != JqException.Kind.ERROR) {
                throw e;
            }
            alternatives(patterns, at + 1, source, env, in, out);
        }
    }

    private void bind(Pattern pattern, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        switch (pattern) {
            case Pattern.Named named -> out.accept(Env.variable(env, named.name(), source.plain()));
            case Pattern.Elements elements -> elements(elements.elements(), 0, source, env, in, out);
            case Pattern.Members members -> members(members.members(), 0, source, env, in, out);
        }
    }

    private void elements(List<Pattern> patterns, int at, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        if (at == patterns.size()) {
            out.accept(env);
            return;
        }
        Range range = patterns.get(at).range();
        follower.parts.index(
                source.plain(),
                Tagged.written(JsonNumber.of(at), range),
                false,
                range,
                element -> bind(
                        patterns.get(at),
                        element,
                        env,
                        in,
                        inner -> elements(patterns, at + 1, source, inner, in, out)));
    }

    private void members(
            List<Pattern.Member> patterns, int at, Tagged source, @Nullable Env env, Tagged in, Bound out) {
        if (at == patterns.size()) {
            out.accept(env);
            return;
        }
        Pattern.Member member = patterns.get(at);
        follower.eval(
                member.key(),
                env,
                in,
                key -> follower.parts.index(source.plain(), key, false, member.range(), value -> {
                    String variable = member.variable();
                    Env named = variable == null ? env : Env.variable(env, variable, value.plain());
                    Pattern below = member.value();
                    if (below == null) {
                        members(patterns, at + 1, source, named, in, out);
                    } else {
                        bind(below, value, named, in, inner -> members(patterns, at + 1, source, inner, in, out));
                    }
                }));
    }
}
