package io.flowork.grammar.jq;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds names that stand for nothing: functions, variables, labels and formats. The runtime's compiler agrees. */
public final class NameChecker {
    private final Collection<String> globals;
    private final NameListener listener;
    private final List<NameProblem> problems = new ArrayList<>();

    /** A name and those around it. */
    private record Scope(
            Sort sort,
            String name,
            int arity,
            List<Range> declarations,
            @Nullable Scope outer) {}

    private enum Sort {
        VARIABLE,
        LABEL,
        FUNCTION
    }

    private NameChecker(Collection<String> globals, NameListener listener) {
        this.globals = globals;
        this.listener = listener;
    }

    /**
     * What is wrong with the names in a program.
     *
     * @param globals the variables that it is given, without {@code $}
     */
    public static List<NameProblem> check(Filter filter, Collection<String> globals) {
        return check(filter, globals, NameListener.NONE);
    }

    /**
     * What is wrong with the names in a program.
     *
     * @param globals the variables that it is given, without {@code $}
     * @param listener told what the names stand for
     */
    public static List<NameProblem> check(Filter filter, Collection<String> globals, NameListener listener) {
        NameChecker checker = new NameChecker(globals, listener);
        checker.walk(filter, null);
        return checker.problems;
    }

    private void problem(NameProblem.Kind kind, Range range, String name, JqNames.Refusal refusal) {
        NameProblem problem = new NameProblem(kind, range, name, refusal);
        if (!problems.contains(problem)) {
            problems.add(problem);
        }
    }

    private static @Nullable Scope find(@Nullable Scope scope, Sort sort, String name, int arity) {
        for (Scope s = scope; s != null; s = s.outer) {
            if (s.sort == sort && s.arity == arity && s.name.equals(name)) {
                return s;
            }
        }
        return null;
    }

    private Scope declare(Sort sort, String name, int arity, Range at, @Nullable Scope outer) {
        listener.declared(at);
        return new Scope(sort, name, arity, List.of(at), outer);
    }

    private static List<String> names(@Nullable Scope scope, Sort sort) {
        List<String> names = new ArrayList<>();
        for (Scope s = scope; s != null; s = s.outer) {
            if (s.sort == sort) {
                names.add(s.name);
            }
        }
        return names;
    }

    private void maybe(@Nullable Filter filter, @Nullable Scope scope) {
        if (filter != null) {
            walk(filter, scope);
        }
    }

    private void walk(Filter filter, @Nullable Scope scope) {
        switch (filter) {
            case Filter.Identity f -> {}
            case Filter.RecurseDefault f -> {}
            case Filter.Literal f -> {}
            case Filter.Location f -> {}
            case Filter.Missing f -> {}
            case Filter.Text text -> {
                format(text.format(), text.range());
                for (TextPart part : text.parts()) {
                    if (part instanceof TextPart.Inserted inserted) {
                        walk(inserted.filter(), scope);
                    }
                }
            }
            case Filter.Format format -> format(format.name(), format.range());
            case Filter.Index index -> {
                walk(index.target(), scope);
                walk(index.key(), scope);
            }
            case Filter.Slice slice -> {
                walk(slice.target(), scope);
                maybe(slice.from(), scope);
                maybe(slice.to(), scope);
            }
            case Filter.Iterate iterate -> walk(iterate.target(), scope);
            case Filter.Pipe pipe -> pipe.parts().forEach(part -> walk(part, scope));
            case Filter.Comma comma -> comma.parts().forEach(part -> walk(part, scope));
            case Filter.Binary binary -> {
                walk(binary.left(), scope);
                if (!dashed(binary, scope)) {
                    walk(binary.right(), scope);
                }
            }
            case Filter.Assign assign -> {
                walk(assign.target(), scope);
                walk(assign.value(), scope);
            }
            case Filter.Negate negate -> walk(negate.operand(), scope);
            case Filter.ArrayOf array -> maybe(array.body(), scope);
            case Filter.ObjectOf object -> {
                for (Filter.Entry entry : object.entries()) {
                    key(entry.key());
                    walk(entry.key(), scope);
                    walk(entry.value(), scope);
                }
            }
            case Filter.Variable variable -> variable(variable, scope);
            case Filter.If condition -> {
                for (Filter.Branch branch : condition.branches()) {
                    walk(branch.condition(), scope);
                    walk(branch.then(), scope);
                }
                maybe(condition.otherwise(), scope);
            }
            case Filter.Try attempt -> {
                walk(attempt.body(), scope);
                maybe(attempt.handler(), scope);
            }
            case Filter.Reduce reduce -> {
                walk(reduce.source(), scope);
                walk(reduce.start(), scope);
                walk(reduce.update(), bind(reduce.patterns(), scope));
            }
            case Filter.Foreach foreach -> {
                walk(foreach.source(), scope);
                walk(foreach.start(), scope);
                Scope inner = bind(foreach.patterns(), scope);
                walk(foreach.update(), inner);
                maybe(foreach.extract(), inner);
            }
            case Filter.Bind bind -> {
                walk(bind.source(), scope);
                walk(bind.body(), bind(bind.patterns(), scope));
            }
            case Filter.Define define -> walk(define.body(), define(define.function(), scope));
            case Filter.Call call -> call(call, scope);
            case Filter.Label label -> walk(label.body(), new Scope(Sort.LABEL, label.name(), 0, List.of(), scope));
            case Filter.Break leave -> {
                if (find(scope, Sort.LABEL, leave.name(), 0) == null) {
                    problem(
                            NameProblem.Kind.LABEL,
                            leave.range(),
                            leave.name(),
                            JqNames.label(leave.name(), names(scope, Sort.LABEL)));
                }
            }
        }
    }

    /** Whether a difference is really a key with a dash, as in {@code .user-name}; if so, says it. */
    private boolean dashed(Filter.Binary binary, @Nullable Scope scope) {
        if (binary.operator() == Operator.SUBTRACT
                && binary.left() instanceof Filter.Index index
                && index.key() instanceof Filter.Literal literal
                && literal.value() instanceof JsonString key
                && binary.right() instanceof Filter.Call call
                && call.range().start() == index.range().end() + 1
                && call.arguments().isEmpty()
                && find(scope, Sort.FUNCTION, call.name(), 0) == null
                && JqFunctions.named(call.name()).isEmpty()) {
            String message = "there is no function `" + call.name() + "` to subtract; a key with a dash is written `.\""
                    + key.value() + "-" + call.name() + "\"`";
            problem(NameProblem.Kind.FUNCTION, call.nameRange(), call.name(), new JqNames.Refusal(message, null));
            return true;
        }
        return false;
    }

    private void key(Filter key) {
        if (key instanceof Filter.Literal literal && !(literal.value() instanceof JsonString)) {
            problem(
                    NameProblem.Kind.KEY,
                    literal.range(),
                    literal.value().toString(),
                    new JqNames.Refusal(
                            "an object's key is a string, not a "
                                    + literal.value().typeName(),
                            JsonString.of(literal.value().toString()).toString()));
        }
    }

    private void variable(Filter.Variable variable, @Nullable Scope scope) {
        Scope own = find(scope, Sort.VARIABLE, variable.name(), 0);
        if (own != null) {
            listener.bound(variable.range(), own.declarations);
            return;
        }
        boolean known = globals.contains(variable.name());
        listener.free(variable, known);
        if (!known) {
            List<String> visible = names(scope, Sort.VARIABLE);
            visible.addAll(globals);
            problem(
                    NameProblem.Kind.VARIABLE,
                    variable.range(),
                    variable.name(),
                    JqNames.variable(variable.name(), visible));
        }
    }

    private void format(@Nullable String name, Range range) {
        if (name != null && !JqFunctions.formats().containsKey(name)) {
            Range at = new Range(range.start(), Math.min(range.end(), range.start() + 1 + name.length()));
            problem(NameProblem.Kind.FORMAT, at, name, JqNames.format(name));
        }
    }

    private Scope define(Filter.Function function, @Nullable Scope scope) {
        Scope with =
                declare(Sort.FUNCTION, function.name(), function.parameters().size(), function.nameRange(), scope);
        Scope inner = with;
        for (Filter.Parameter parameter : function.parameters()) {
            inner = declare(Sort.FUNCTION, parameter.name(), 0, parameter.range(), inner);
        }
        for (Filter.Parameter parameter : function.parameters()) {
            if (parameter.value()) {
                inner = new Scope(Sort.VARIABLE, parameter.name(), 0, List.of(parameter.range()), inner);
            }
        }
        walk(function.body(), inner);
        return with;
    }

    private void call(Filter.Call call, @Nullable Scope scope) {
        int arity = call.arguments().size();
        call.arguments().forEach(argument -> walk(argument, scope));
        Scope own = find(scope, Sort.FUNCTION, call.name(), arity);
        if (own != null) {
            listener.bound(call.nameRange(), own.declarations);
            return;
        }
        JqFunction function = JqFunctions.find(call.name(), arity);
        if (function == null || function.availability() != JqFunction.Availability.AVAILABLE) {
            problem(
                    NameProblem.Kind.FUNCTION,
                    call.nameRange(),
                    call.name(),
                    JqNames.function(call.name(), arity, names(scope, Sort.FUNCTION)));
        }
    }

    /** With several patterns every name of any of them is there, null where its pattern was not taken. */
    @SuppressWarnings("ReferenceEquality") // how far out a scope is, not what it has
    private @Nullable Scope bind(List<Pattern> patterns, @Nullable Scope scope) {
        if (patterns.size() == 1) {
            return bind(patterns.getFirst(), scope);
        }
        Map<String, List<Range>> all = new LinkedHashMap<>();
        for (Pattern pattern : patterns) {
            for (Scope s = bind(pattern, scope); s != scope && s != null; s = s.outer) {
                all.computeIfAbsent(s.name, name -> new ArrayList<>()).addAll(s.declarations);
            }
        }
        Scope inner = scope;
        for (Map.Entry<String, List<Range>> name : all.entrySet()) {
            inner = new Scope(Sort.VARIABLE, name.getKey(), 0, List.copyOf(name.getValue()), inner);
        }
        return inner;
    }

    private @Nullable Scope bind(Pattern pattern, @Nullable Scope scope) {
        return switch (pattern) {
            case Pattern.Named named -> declare(Sort.VARIABLE, named.name(), 0, named.range(), scope);
            case Pattern.Elements elements -> {
                Scope inner = scope;
                for (Pattern element : elements.elements()) {
                    inner = bind(element, inner);
                }
                yield inner;
            }
            case Pattern.Members members -> {
                Scope inner = scope;
                for (Pattern.Member member : members.members()) {
                    key(member.key());
                    walk(member.key(), inner);
                    String variable = member.variable();
                    if (variable != null) {
                        int start = member.range().start();
                        Range at = new Range(start, start + 1 + variable.length());
                        inner = declare(Sort.VARIABLE, variable, 0, at, inner);
                    }
                    Pattern below = member.value();
                    if (below != null) {
                        inner = bind(below, inner);
                    }
                }
                yield inner;
            }
        };
    }
}
