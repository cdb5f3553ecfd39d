package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.jq.TextPart;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** Tells how many outputs a filter has. */
final class OutputCounts {
    private final Follower follower;
    private final IdentityHashMap<Filter, Boolean> single = new IdentityHashMap<>();
    private final IdentityHashMap<Filter, Boolean> labelled = new IdentityHashMap<>();

    OutputCounts(Follower follower) {
        this.follower = follower;
    }

    /** Whether a filter has exactly one output whatever the data is, unless it fails. */
    boolean isSingle(Filter filter, @Nullable Env env) {
        IdentityHashMap<Filter, Boolean> all = isLeft() ? labelled : single;
        Boolean known = all.get(filter);
        if (known == null) {
            known = single(filter, env);
            all.put(filter, known);
        }
        return known;
    }

    /** Whether what gives one output, whatever is inside of it, may give none because it is left. */
    private boolean isLeft() {
        return follower.decisions.isLabelled();
    }

    private boolean single(Filter filter, @Nullable Env env) {
        return switch (filter) {
            case Filter.Identity f -> true;
            case Filter.Literal f -> true;
            case Filter.Variable f -> true;
            case Filter.Location f -> true;
            case Filter.Format f -> true;
            case Filter.ArrayOf f -> !isLeft();
            case Filter.Text f ->
                f.parts().stream()
                        .allMatch(part ->
                                !(part instanceof TextPart.Inserted inserted) || isSingle(inserted.filter(), env));
            case Filter.Index f -> !f.optional() && isSingle(f.target(), env) && isSingle(f.key(), env);
            case Filter.Slice f -> false;
            case Filter.Pipe f -> f.parts().stream().allMatch(part -> isSingle(part, env));
            case Filter.Binary f -> isSingle(f.left(), env) && isSingle(f.right(), env);
            case Filter.Assign f -> !isLeft() && ((f.operator() == null && f.update()) || isSingle(f.value(), env));
            case Filter.Negate f -> isSingle(f.operand(), env);
            case Filter.ObjectOf f ->
                f.entries().stream().allMatch(entry -> isSingle(entry.key(), env) && isSingle(entry.value(), env));
            case Filter.If f ->
                f.branches().stream()
                                .allMatch(branch -> isSingle(branch.condition(), env) && isSingle(branch.then(), env))
                        && (f.otherwise() == null || isSingle(f.otherwise(), env));
            case Filter.Reduce f -> !isLeft() && isSingle(f.start(), env);
            case Filter.Bind f ->
                f.patterns().size() == 1
                        && isSingle(f.patterns().getFirst(), env)
                        && isSingle(f.source(), env)
                        && isSingle(f.body(), env);
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

    /** Whether a pattern fits in one way. */
    private boolean isSingle(Pattern pattern, @Nullable Env env) {
        return switch (pattern) {
            case Pattern.Named named -> true;
            case Pattern.Elements elements -> elements.elements().stream().allMatch(element -> isSingle(element, env));
            case Pattern.Members members ->
                members.members().stream().allMatch(member -> {
                    Pattern below = member.value();
                    return isSingle(member.key(), env) && (below == null || isSingle(below, env));
                });
        };
    }

    private boolean singleCall(Filter.Call call, @Nullable Env env) {
        String name = call.name().startsWith("!") ? call.name().substring(1) : call.name();
        String key = name + "/" + call.arguments().size();
        if (Env.find(env, key) != null || Prelude.TEXTS.containsKey(key)) {
            return false;
        }
        Filter rewritten = Rewrites.of(call, name);
        if (rewritten != null) {
            return isSingle(rewritten, env);
        }
        boolean arguments = call.arguments().stream().allMatch(argument -> isSingle(argument, env));
        return switch (key) {
            case "any/2", "all/2", "isempty/1" -> !isLeft();
            case "getpath/1" -> arguments;
            case "empty/0", "error/0", "path/1", "range/2", "first/1", "last/1", "limit/2", "skip/2", "nth/2" -> false;
            default -> arguments && Builtins.find(name, call.arguments().size()) != null;
        };
    }
}
