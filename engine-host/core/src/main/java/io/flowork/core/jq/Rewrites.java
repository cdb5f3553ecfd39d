package io.flowork.core.jq;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.jq.Operator;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builtins that are short for other filters. Names with a leading {@code !} mean the builtin, whatever is defined. */
final class Rewrites {
    private Rewrites() {}

    /** What a call is short for, or null. */
    static @Nullable Filter of(Filter.Call call, String name) {
        Range at = call.range();
        List<Filter> args = call.arguments();
        return switch (name + "/" + args.size()) {
            case "map/1" -> map(at, args.getFirst());
            case "select/1" ->
                new Filter.If(
                        at, List.of(new Filter.Branch(args.getFirst(), new Filter.Identity(at))), builtin(at, "empty"));
            case "values/0" -> selectNull(at, Operator.NOT_EQUAL);
            case "nulls/0" -> selectNull(at, Operator.EQUAL);
            case "map_values/1" -> new Filter.Assign(at, null, true, at, each(at), args.getFirst());
            case "with_entries/1" ->
                new Filter.Pipe(
                        at, List.of(builtin(at, "to_entries"), map(at, args.getFirst()), builtin(at, "from_entries")));
            case "del/1" -> builtin(at, "delpaths", new Filter.ArrayOf(at, builtin(at, "path", args.getFirst())));
            case "error/1" -> new Filter.Pipe(at, List.of(args.getFirst(), builtin(at, "error")));
            case "range/1" -> builtin(at, "range", new Filter.Literal(at, JsonNumber.of(0)), args.getFirst());
            case "add/1" -> new Filter.Pipe(at, List.of(new Filter.ArrayOf(at, args.getFirst()), builtin(at, "add")));
            case "any/0", "all/0" -> builtin(at, name, each(at), new Filter.Identity(at));
            case "any/1", "all/1" -> builtin(at, name, each(at), args.getFirst());
            case "sort_by/1", "group_by/1", "unique_by/1", "min_by/1", "max_by/1" ->
                builtin(at, "_" + name + "_impl", map(at, new Filter.ArrayOf(at, args.getFirst())));
            case "first/0" -> new Filter.Index(at, new Filter.Identity(at), number(at, 0), false);
            case "last/0" -> new Filter.Index(at, new Filter.Identity(at), number(at, -1), false);
            case "nth/1" -> new Filter.Index(at, new Filter.Identity(at), args.getFirst(), false);
            default -> null;
        };
    }

    private static Filter number(Range at, long value) {
        return new Filter.Literal(at, JsonNumber.of(value));
    }

    private static Filter each(Range at) {
        return new Filter.Iterate(at, new Filter.Identity(at), false);
    }

    private static Filter map(Range at, Filter filter) {
        return new Filter.ArrayOf(at, new Filter.Pipe(at, List.of(each(at), filter)));
    }

    private static Filter builtin(Range at, String name, Filter... arguments) {
        return new Filter.Call(at, "!" + name, at, List.of(arguments));
    }

    private static Filter selectNull(Range at, Operator operator) {
        Filter condition =
                new Filter.Binary(at, operator, at, new Filter.Identity(at), new Filter.Literal(at, JsonNull.NULL));
        return new Filter.If(at, List.of(new Filter.Branch(condition, new Filter.Identity(at))), builtin(at, "empty"));
    }
}
