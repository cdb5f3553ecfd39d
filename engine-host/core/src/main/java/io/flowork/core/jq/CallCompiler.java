package io.flowork.core.jq;

import io.flowork.core.jq.FilterCompiler.At;
import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.JqNames;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles calls: of the program's functions, of arguments, and of builtins. */
final class CallCompiler {
    private static final int NO_LEVEL = -1;

    private final Emitter out;
    private final FilterCompiler filters;

    CallCompiler(Emitter out, FilterCompiler filters) {
        this.out = out;
        this.filters = filters;
    }

    /** Emits a call that ends the function it is in, if it is one of a function with instructions of its own. */
    boolean last(Filter.Call call, At input, @Nullable Scope scope) {
        Scope.Binding binding = find(call, scope);
        if (binding == null) {
            return false;
        }
        enter(binding, call, input, scope, true);
        return true;
    }

    At call(Filter.Call call, At input, @Nullable Scope scope) {
        Scope.Binding binding = find(call, scope);
        if (binding != null) {
            return enter(binding, call, input, scope, false);
        }
        String name = plain(call.name());
        int arity = call.arguments().size();
        Filter rewritten = Rewrites.of(call, name);
        if (rewritten != null) {
            return filters.filter(rewritten, input, scope);
        }
        At special = special(name, call.arguments(), input, scope);
        if (special != null) {
            return special;
        }
        Native builtin = Builtins.find(name, arity);
        if (builtin != null) {
            return input.with(builtin(builtin, call.arguments(), input, scope));
        }
        out.context()
                .problem(
                        call.nameRange(),
                        JqNames.function(name, arity, Scope.names(scope, "")).message());
        return input;
    }

    private static String plain(String name) {
        return name.startsWith("!") ? name.substring(1) : name;
    }

    private Scope.@Nullable Binding find(Filter.Call call, @Nullable Scope scope) {
        int arity = call.arguments().size();
        Scope.Binding binding = call.name().startsWith("!") ? null : Scope.callable(scope, call.name(), arity);
        if (binding != null) {
            return binding;
        }
        String name = plain(call.name());
        Definition prelude = out.context().prelude(name, arity);
        return prelude == null ? null : new Scope.Function(name, arity, prelude);
    }

    private At enter(Scope.Binding binding, Filter.Call call, At input, @Nullable Scope scope, boolean last) {
        At result = filters.fresh(input);
        filters.marks().call(last);
        switch (binding) {
            case Scope.Parameter parameter ->
                out.emit(
                        last ? Op.TAIL_CALL_ARGUMENT : Op.CALL_ARGUMENT,
                        out.levelOf(parameter.owner()),
                        parameter.index(),
                        input.value(),
                        input.path(),
                        result.value(),
                        result.path());
            case Scope.Function function -> {
                Emitter owner = function.definition().owner();
                int count = call.arguments().size();
                int[] words = new int[8 + count * 3];
                words[0] = last ? Op.TAIL_CALL : Op.CALL;
                words[1] = out.reference(function.definition().code(input.hasPath()));
                words[2] = owner == null ? NO_LEVEL : out.levelOf(owner);
                words[3] = input.value();
                words[4] = input.path();
                words[5] = result.value();
                words[6] = result.path();
                words[7] = count;
                for (int i = 0; i < count; i++) {
                    argument(call.arguments().get(i), scope, words, 8 + i * 3);
                }
                out.emit(words);
            }
            case Scope.Local local -> throw new IllegalStateException("a variable cannot be called");
        }
        return result;
    }

    private void argument(Filter filter, @Nullable Scope scope, int[] words, int at) {
        if (filter instanceof Filter.Call call
                && call.arguments().isEmpty()
                && !call.name().startsWith("!")
                && Scope.callable(scope, call.name(), 0) instanceof Scope.Parameter parameter) {
            words[at] = 1;
            words[at + 1] = out.levelOf(parameter.owner());
            words[at + 2] = parameter.index();
        } else {
            words[at + 1] = out.reference(new Argument(filter, scope, out));
        }
    }

    /** The last argument is the outermost loop, as in jq. */
    private int builtin(Native builtin, List<Filter> arguments, At input, @Nullable Scope scope) {
        int none = out.constant(JsonNull.NULL);
        int[] words = {Op.NATIVE, out.reference(builtin), input.value(), none, none, none, 0};
        for (int i = arguments.size() - 1; i >= 0; i--) {
            words[3 + i] = filters.value(arguments.get(i), input, scope);
        }
        words[6] = out.value();
        out.emit(words);
        return words[6];
    }

    /** The builtins that are instructions. */
    private @Nullable At special(String name, List<Filter> arguments, At input, @Nullable Scope scope) {
        return switch (name + "/" + arguments.size()) {
            case "empty/0" -> {
                out.emit(Op.BACKTRACK);
                yield input;
            }
            case "error/0" -> {
                out.emit(Op.RAISE, input.value());
                yield input;
            }
            case "path/1" -> input.with(new AssignCompiler(out, filters).path(arguments.getFirst(), input, scope));
            case "getpath/1" -> getPath(arguments.getFirst(), input, scope);
            case "range/2" -> {
                int from = filters.value(arguments.get(0), input, scope);
                int below = filters.value(arguments.get(1), input, scope);
                int result = out.value();
                out.emit(Op.RANGE, from, below, result);
                yield input.with(result);
            }
            case "first/1" -> first(at -> filters.filter(arguments.getFirst(), at, scope), input);
            case "last/1" -> lastOf(arguments.getFirst(), input, scope);
            case "isempty/1" -> {
                int result = out.value();
                int mark = out.extra();
                int none = out.emit(Op.MARK, 0, mark);
                filters.value(arguments.getFirst(), input, scope);
                out.emit(Op.CUT, 0, mark);
                out.emit(Op.MOVE, out.constant(JsonBoolean.FALSE), result);
                int done = out.emit(Op.JUMP, 0);
                out.land(none, 1);
                out.emit(Op.MOVE, out.constant(JsonBoolean.TRUE), result);
                out.land(done, 1);
                yield input.with(result);
            }
            case "any/2" -> search(arguments, input, scope, true);
            case "all/2" -> search(arguments, input, scope, false);
            case "limit/2" -> limit(arguments, input, scope);
            case "skip/2" -> skip(arguments, input, scope);
            case "nth/2" -> {
                int count = counted("nth doesn't support negative indices", arguments.getFirst(), input, scope);
                yield first(at -> skip(count, arguments.get(1), at, scope), input);
            }
            default -> null;
        };
    }

    private At getPath(Filter argument, At input, @Nullable Scope scope) {
        int keys = filters.value(argument, input, scope);
        if (!input.hasPath()) {
            return input.with(filters.expressions().apply("getpath", input.value(), keys));
        }
        At result = filters.fresh(input);
        out.emit(Op.PATH_GET, input.value(), input.path(), keys, result.value(), result.path());
        return result;
    }

    private At first(FilterCompiler.Part part, At input) {
        int mark = out.extra();
        int start = out.emit(Op.MARK, 0, mark);
        At result = part.emit(input);
        out.emit(Op.CUT, 0, mark);
        int done = out.emit(Op.JUMP, 0);
        out.land(start, 1);
        out.emit(Op.BACKTRACK);
        out.land(done, 1);
        return result;
    }

    private At lastOf(Filter filter, At input, @Nullable Scope scope) {
        At result = filters.fresh(input);
        int found = out.value();
        out.emit(Op.MOVE, out.constant(JsonBoolean.FALSE), found);
        int done = out.emit(Op.FORK, 0);
        filters.move(filters.filter(filter, input, scope), result);
        out.emit(Op.MOVE, out.constant(JsonBoolean.TRUE), found);
        out.emit(Op.BACKTRACK);
        out.land(done, 1);
        int use = out.emit(Op.JUMP_IF_TRUE, found, 0);
        out.emit(Op.BACKTRACK);
        out.land(use, 2);
        return result;
    }

    /** {@code any} and {@code all}: stop at the first output whose condition decides. */
    private At search(List<Filter> arguments, At input, @Nullable Scope scope, boolean any) {
        int result = out.value();
        int mark = out.extra();
        int none = out.emit(Op.MARK, 0, mark);
        At item = filters.filter(arguments.get(0), input.plain(), scope);
        int condition = filters.value(arguments.get(1), item, scope);
        int decided = out.emit(any ? Op.JUMP_IF_TRUE : Op.JUMP_IF_FALSE, condition, 0);
        out.emit(Op.BACKTRACK);
        out.land(decided, 2);
        out.emit(Op.CUT, 0, mark);
        out.emit(Op.MOVE, out.constant(JsonBoolean.of(any)), result);
        int done = out.emit(Op.JUMP, 0);
        out.land(none, 1);
        out.emit(Op.MOVE, out.constant(JsonBoolean.of(!any)), result);
        out.land(done, 1);
        return input.with(result);
    }

    /** Emits a count; a negative one raises an error. Returns a register of its own. */
    private int counted(String problem, Filter argument, At input, @Nullable Scope scope) {
        int given = filters.value(argument, input, scope);
        int count = out.value();
        out.emit(Op.MOVE, given, count);
        int negative = filters.expressions().operate(Operator.LESS, given, out.constant(JsonNumber.of(0)));
        int fine = out.emit(Op.JUMP_IF_FALSE, negative, 0);
        out.emit(Op.RAISE, out.constant(JsonString.of(problem)));
        out.land(fine, 2);
        return count;
    }

    private At limit(List<Filter> arguments, At input, @Nullable Scope scope) {
        int count = counted("limit doesn't support negative count", arguments.getFirst(), input, scope);
        int zero = out.constant(JsonNumber.of(0));
        int some = out.emit(Op.JUMP_IF_TRUE, filters.expressions().operate(Operator.GREATER, count, zero), 0);
        out.emit(Op.BACKTRACK);
        out.land(some, 2);
        int mark = out.extra();
        int start = out.emit(Op.MARK, 0, mark);
        At result = filters.filter(arguments.get(1), input, scope);
        out.emit(Op.MOVE, less(count), count);
        int more = out.emit(Op.JUMP_IF_TRUE, filters.expressions().operate(Operator.GREATER, count, zero), 0);
        out.emit(Op.CUT, 0, mark);
        int done = out.emit(Op.JUMP, 0);
        out.land(start, 1);
        out.emit(Op.BACKTRACK);
        out.land(more, 2);
        out.land(done, 1);
        return result;
    }

    private int less(int count) {
        return filters.expressions().operate(Operator.SUBTRACT, count, out.constant(JsonNumber.of(1)));
    }

    private At skip(List<Filter> arguments, At input, @Nullable Scope scope) {
        int count = counted("skip doesn't support negative count", arguments.getFirst(), input, scope);
        return skip(count, arguments.get(1), input, scope);
    }

    private At skip(int count, Filter filter, At input, @Nullable Scope scope) {
        At result = filters.filter(filter, input, scope);
        int zero = out.constant(JsonNumber.of(0));
        int use = out.emit(Op.JUMP_IF_FALSE, filters.expressions().operate(Operator.GREATER, count, zero), 0);
        out.emit(Op.MOVE, less(count), count);
        out.emit(Op.BACKTRACK);
        out.land(use, 2);
        return result;
    }
}
