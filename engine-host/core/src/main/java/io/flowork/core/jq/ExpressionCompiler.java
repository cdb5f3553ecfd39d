package io.flowork.core.jq;

import io.flowork.core.jq.FilterCompiler.At;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqNames;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.jq.TextPart;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles filters that make new values: they have no path. */
final class ExpressionCompiler {
    private final Emitter out;
    private final FilterCompiler filters;

    ExpressionCompiler(Emitter out, FilterCompiler filters) {
        this.out = out;
        this.filters = filters;
    }

    int variable(Filter.Variable variable, @Nullable Scope scope) {
        Scope.Local local = Scope.local(scope, "$" + variable.name());
        if (local != null) {
            int level = out.levelOf(local.owner());
            if (level == 0) {
                return local.register();
            }
            int result = out.value();
            out.emit(Op.OUTER, level, local.register(), result);
            return result;
        }
        int global = out.context().variables().indexOf(variable.name());
        if (global < 0) {
            out.context().problem(variable.range(), unknownVariable(variable.name(), scope));
            return out.constant(JsonNull.NULL);
        }
        int result = out.value();
        out.emit(Op.GLOBAL, global, result);
        return result;
    }

    private String unknownVariable(String name, @Nullable Scope scope) {
        List<String> names = Scope.names(scope, "$");
        names.addAll(out.context().variables());
        return JqNames.variable(name, names).message();
    }

    int negate(int operand) {
        JsonValue folded = operand < 0 ? Operators.foldNegate(out.constantAt(operand)) : null;
        return folded == null ? apply("!negate", operand) : out.constant(folded);
    }

    /** Emits a builtin without arguments. */
    int apply(String name, int input) {
        int none = out.constant(JsonNull.NULL);
        int result = out.value();
        out.emit(Op.NATIVE, out.reference(Builtins.required(name, 0)), input, none, none, none, result);
        return result;
    }

    /** Emits a builtin with one argument. */
    int apply(String name, int input, int argument) {
        int none = out.constant(JsonNull.NULL);
        int result = out.value();
        out.emit(Op.NATIVE, out.reference(Builtins.required(name, 1)), input, argument, none, none, result);
        return result;
    }

    int format(String name, Range range, int input) {
        if (!Formats.NAMES.contains(name)) {
            out.context().problem(range, JqNames.format(name).message());
            return input;
        }
        return apply("format", input, out.constant(JsonString.of(name)));
    }

    int text(Filter.Text text, At input, @Nullable Scope scope) {
        String given = text.format();
        String format = given == null ? "text" : given;
        int[] words = new int[text.parts().size() + 3];
        for (int i = text.parts().size() - 1; i >= 0; i--) {
            words[3 + i] = switch (text.parts().get(i)) {
                case TextPart.Fixed fixed -> out.constant(JsonString.of(fixed.text()));
                case TextPart.Inserted inserted ->
                    format(format, text.range(), filters.value(inserted.filter(), input, scope));
            };
        }
        words[0] = Op.CONCAT;
        words[1] = out.value();
        words[2] = text.parts().size();
        out.emit(words);
        return words[1];
    }

    int binary(Filter.Binary binary, At input, @Nullable Scope scope) {
        return switch (binary.operator()) {
            case AND, OR -> {
                int left = filters.value(binary.left(), input, scope);
                int result = out.value();
                out.emit(Op.TRUTH, left, result);
                int jump = binary.operator() == Operator.AND ? Op.JUMP_IF_FALSE : Op.JUMP_IF_TRUE;
                int skip = out.emit(jump, left, 0);
                out.emit(Op.TRUTH, filters.value(binary.right(), input, scope), result);
                out.land(skip, 2);
                yield result;
            }
            case ALTERNATIVE,
                    EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    REMAINDER -> {
                int right = filters.value(binary.right(), input, scope);
                int left = filters.value(binary.left(), input, scope);
                yield operate(binary.operator(), left, right);
            }
        };
    }

    /** Emits an operator over two operands; what is constant is computed here. */
    int operate(Operator operator, int left, int right) {
        if (left < 0 && right < 0) {
            JsonValue folded = Operators.fold(operator, out.constantAt(left), out.constantAt(right));
            if (folded != null) {
                return out.constant(folded);
            }
        }
        int result = out.value();
        switch (operator) {
            case ADD -> out.emit(Op.ADD, left, right, result);
            case SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                out.emit(Op.ARITHMETIC, out.reference(operator), left, right, result);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                out.emit(Op.COMPARE, out.reference(operator), left, right, result);
            case ALTERNATIVE, AND, OR -> throw new IllegalArgumentException(operator.symbol());
        }
        return result;
    }

    int array(Filter.ArrayOf array, At input, @Nullable Scope scope) {
        Filter body = array.body();
        JsonValue constant = Constants.of(array);
        if (constant != null) {
            return out.constant(constant);
        }
        if (body == null) {
            return out.constant(JsonArray.EMPTY);
        }
        int elements = out.extra();
        out.emit(Op.COLLECT, elements);
        int fork = out.emit(Op.FORK, 0);
        out.emit(Op.APPEND, elements, filters.value(body, input, scope));
        out.land(fork, 1);
        int result = out.value();
        out.emit(Op.COLLECTED, elements, result);
        return result;
    }

    int object(Filter.ObjectOf object, At input, @Nullable Scope scope) {
        JsonValue constant = Constants.of(object);
        if (constant != null) {
            return out.constant(constant);
        }
        int count = object.entries().size();
        int[] keys = new int[count];
        int[] values = new int[count];
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < count; i++) {
            Filter.Entry entry = object.entries().get(i);
            if (entry.key() instanceof Filter.Literal literal) {
                if (literal.value() instanceof JsonString name) {
                    names.add(name.value());
                } else {
                    out.context()
                            .problem(literal.range(), Types.describe(literal.value()) + " cannot be an object's key");
                }
            }
            keys[i] = filters.value(entry.key(), input, scope);
            if (isShorthand(entry)) {
                values[i] = out.value();
                out.emit(Op.INDEX, input.value(), keys[i], values[i], 0);
            } else {
                values[i] = filters.value(entry.value(), input, scope);
            }
        }
        int result = out.value();
        if (names.size() == count) {
            int[] words = new int[count + 3];
            words[0] = Op.RECORD;
            words[1] = out.reference(names.toArray(String[]::new));
            words[2] = result;
            System.arraycopy(values, 0, words, 3, count);
            out.emit(words);
            return result;
        }
        int[] words = new int[count * 2 + 3];
        words[0] = Op.OBJECT;
        words[1] = result;
        words[2] = count;
        for (int i = 0; i < count; i++) {
            words[3 + i * 2] = keys[i];
            words[4 + i * 2] = values[i];
        }
        out.emit(words);
        return result;
    }

    /** Whether the value is the member named by a computed key, which then is computed once for both. */
    private static boolean isShorthand(Filter.Entry entry) {
        return !(entry.key() instanceof Filter.Literal)
                && entry.value() instanceof Filter.Index index
                && index.range().equals(entry.key().range());
    }
}
