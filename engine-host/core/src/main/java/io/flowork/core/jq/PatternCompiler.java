package io.flowork.core.jq;

import io.flowork.core.jq.FilterCompiler.At;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Pattern;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles {@code as} patterns. */
final class PatternCompiler {
    private final Emitter out;
    private final FilterCompiler filters;

    PatternCompiler(Emitter out, FilterCompiler filters) {
        this.out = out;
        this.filters = filters;
    }

    /** Binds the names of the first pattern that fits; returns the scope with them. */
    @Nullable
    Scope bind(List<Pattern> patterns, int source, At input, @Nullable Scope scope) {
        if (patterns.size() == 1) {
            return bind(patterns.getFirst(), source, input, scope, null);
        }
        Map<String, Integer> registers = new LinkedHashMap<>();
        patterns.forEach(pattern -> names(pattern, registers));
        Scope inner = scope;
        for (Map.Entry<String, Integer> name : registers.entrySet()) {
            inner = Scope.with(inner, new Scope.Local("$" + name.getKey(), out, name.getValue()));
        }
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            registers.values().forEach(register -> out.emit(Op.MOVE, out.constant(JsonNull.NULL), register));
            boolean last = i == patterns.size() - 1;
            int start = last ? 0 : out.emit(Op.TRY, 0);
            bind(patterns.get(i), source, input, scope, registers);
            if (!last) {
                ends.add(out.emit(Op.JUMP, 0));
                out.land(start, 1);
                out.emit(Op.CATCH, out.value());
            }
        }
        ends.forEach(end -> out.land(end, 1));
        return inner;
    }

    private void names(Pattern pattern, Map<String, Integer> registers) {
        switch (pattern) {
            case Pattern.Named named -> registers.computeIfAbsent(named.name(), name -> out.value());
            case Pattern.Elements elements -> elements.elements().forEach(element -> names(element, registers));
            case Pattern.Members members -> {
                for (Pattern.Member member : members.members()) {
                    String variable = member.variable();
                    if (variable != null) {
                        registers.computeIfAbsent(variable, name -> out.value());
                    }
                    Pattern value = member.value();
                    if (value != null) {
                        names(value, registers);
                    }
                }
            }
        }
    }

    private @Nullable Scope bind(
            Pattern pattern, int source, At input, @Nullable Scope scope, @Nullable Map<String, Integer> registers) {
        return switch (pattern) {
            case Pattern.Named named -> bind(named.name(), source, scope, registers);
            case Pattern.Elements elements -> {
                Scope inner = scope;
                for (int i = 0; i < elements.elements().size(); i++) {
                    int element = out.value();
                    out.emit(Op.INDEX, source, out.constant(JsonNumber.of(i)), element, 0);
                    inner = bind(elements.elements().get(i), element, input, inner, registers);
                }
                yield inner;
            }
            case Pattern.Members members -> {
                Scope inner = scope;
                for (Pattern.Member member : members.members()) {
                    if (member.key() instanceof Filter.Literal literal && !(literal.value() instanceof JsonString)) {
                        out.context()
                                .problem(
                                        literal.range(),
                                        Types.describe(literal.value()) + " cannot be an object's key");
                    }
                    int key = filters.value(member.key(), input, inner);
                    int value = out.value();
                    out.emit(Op.INDEX, source, key, value, 0);
                    String variable = member.variable();
                    if (variable != null) {
                        inner = bind(variable, value, inner, registers);
                    }
                    Pattern below = member.value();
                    if (below != null) {
                        inner = bind(below, value, input, inner, registers);
                    }
                }
                yield inner;
            }
        };
    }

    private Scope bind(String name, int source, @Nullable Scope scope, @Nullable Map<String, Integer> registers) {
        Integer shared = registers == null ? null : registers.get(name);
        int register = shared == null ? out.value() : shared;
        out.emit(Op.MOVE, source, register);
        return Scope.with(scope, new Scope.Local("$" + name, out, register));
    }
}
