package io.flowork.lsp.expression;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Pattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that a program gives to a part of it, the innermost first.
 *
 * @param variables its variables, without {@code $}
 * @param functions its functions
 * @param parameters the parameters of the functions around, which are called like functions
 * @param labels its labels, without {@code $}
 */
public record Names(
        Set<String> variables, List<Filter.Function> functions, Set<String> parameters, Set<String> labels) {
    /** None at all. */
    public static final Names NONE = new Names(Set.of(), List.of(), Set.of(), Set.of());

    /** The names around a part of a program. */
    public static Names around(Filter whole, Filter part) {
        List<Filter> path = new ArrayList<>();
        descend(whole, part, path);
        Names names = new Names(new LinkedHashSet<>(), new ArrayList<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (int i = path.size() - 2; i >= 0; i--) {
            names.of(path.get(i), path.get(i + 1));
        }
        return names;
    }

    @SuppressWarnings("ReferenceEquality") // the very part
    private static boolean descend(Filter at, Filter part, List<Filter> path) {
        path.add(at);
        if (at == part) {
            return true;
        }
        for (Filter child : FilterTree.children(at)) {
            if (descend(child, part, path)) {
                return true;
            }
        }
        path.removeLast();
        return false;
    }

    /** What a filter gives to one that is directly in it. */
    @SuppressWarnings("ReferenceEquality") // where in the filter the other one is
    private void of(Filter filter, Filter inner) {
        switch (filter) {
            case Filter.Bind bind when inner == bind.body() -> bind.patterns().forEach(this::bind);
            case Filter.Reduce reduce
            when inner == reduce.update() -> reduce.patterns().forEach(this::bind);
            case Filter.Foreach each
            when inner == each.update() || inner == each.extract() ->
                each.patterns().forEach(this::bind);
            case Filter.Label label -> labels.add(label.name());
            case Filter.Define define -> {
                if (inner == define.function().body()) {
                    for (Filter.Parameter parameter : define.function().parameters()) {
                        parameters.add(parameter.name());
                        if (parameter.value()) {
                            variables.add(parameter.name());
                        }
                    }
                }
                functions.add(define.function());
            }
            default -> {}
        }
    }

    private void bind(Pattern pattern) {
        switch (pattern) {
            case Pattern.Named named -> variables.add(named.name());
            case Pattern.Elements elements -> elements.elements().forEach(this::bind);
            case Pattern.Members members -> {
                for (Pattern.Member member : members.members()) {
                    add(member.variable());
                    if (member.value() != null) {
                        bind(member.value());
                    }
                }
            }
        }
    }

    private void add(@Nullable String name) {
        if (name != null) {
            variables.add(name);
        }
    }
}
