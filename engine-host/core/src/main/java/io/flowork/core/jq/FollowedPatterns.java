package io.flowork.core.jq;

import io.flowork.grammar.jq.Pattern;
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
        if (patterns.size() > 1) {
            throw new LostException(); // which pattern fits depends on what fails
        }
        bind(patterns.getFirst(), source, env, in, out);
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
