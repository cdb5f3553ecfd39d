package io.flowork.lsp.recorded;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonString;
import java.util.List;
import java.util.Optional;

/**
 * The values of parts of an expression, by what {@code .} was: of paths such as {@code .pet.name} and {@code .items[].price},
 * which only look into it. What other parts gave was not recorded.
 */
public final class RecordedParts {
    private RecordedParts() {}

    /**
     * What a part of an expression gave.
     *
     * @param path the filters around the part, outermost first, and the part itself
     * @param input what {@code .} was in the outermost one
     */
    public static Optional<RecordedValues> output(List<Filter> path, RecordedValues input) {
        return input(path, input).flatMap(in -> looked(path.getLast(), in));
    }

    /**
     * What {@code .} was at a part of an expression.
     *
     * @param path the filters around the part, outermost first, and the part itself
     * @param input what {@code .} was in the outermost one
     */
    public static Optional<RecordedValues> input(List<Filter> path, RecordedValues input) {
        Optional<RecordedValues> at = Optional.of(input);
        for (int i = 1; i < path.size() && at.isPresent(); i++) {
            at = inside(path.get(i - 1), path.get(i), at.get());
        }
        return at;
    }

    /** What {@code .} is in a filter directly inside another one. */
    private static Optional<RecordedValues> inside(Filter outer, Filter inner, RecordedValues input) {
        return switch (outer) {
            case Filter.Pipe pipe -> {
                Optional<RecordedValues> at = Optional.of(input);
                for (Filter part : pipe.parts()) {
                    if (part.equals(inner) || at.isEmpty()) {
                        break;
                    }
                    at = looked(part, at.get());
                }
                yield at;
            }
            case Filter.Call call ->
                call.name().equals("map") || call.name().equals("map_values")
                        ? Optional.of(input.elements())
                        : call.name().equals("select") ? Optional.of(input) : Optional.empty();
            case Filter.Reduce reduce -> same(reduce.source(), inner, input);
            case Filter.Foreach each -> same(each.source(), inner, input);
            case Filter.Define define -> same(define.body(), inner, input);
            case Filter.Try attempt -> same(attempt.body(), inner, input);
            case Filter.Assign assign -> Optional.of(input);
            case Filter.Bind bind -> Optional.of(input);
            case Filter.Index index -> Optional.of(input);
            case Filter.Slice slice -> Optional.of(input);
            case Filter.Iterate iterate -> Optional.of(input);
            case Filter.Comma comma -> Optional.of(input);
            case Filter.Binary binary -> Optional.of(input);
            case Filter.Negate negate -> Optional.of(input);
            case Filter.ArrayOf array -> Optional.of(input);
            case Filter.ObjectOf object -> Optional.of(input);
            case Filter.If choice -> Optional.of(input);
            case Filter.Text text -> Optional.of(input);
            case Filter.Label label -> Optional.of(input);
            case Filter.Identity none -> Optional.empty();
            case Filter.RecurseDefault none -> Optional.empty();
            case Filter.Literal none -> Optional.empty();
            case Filter.Format none -> Optional.empty();
            case Filter.Variable none -> Optional.empty();
            case Filter.Location none -> Optional.empty();
            case Filter.Break none -> Optional.empty();
            case Filter.Missing none -> Optional.empty();
        };
    }

    private static Optional<RecordedValues> same(Filter source, Filter inner, RecordedValues input) {
        return source.equals(inner) ? Optional.of(input) : Optional.empty();
    }

    /** What a filter gives that only looks into its input. */
    private static Optional<RecordedValues> looked(Filter filter, RecordedValues input) {
        return switch (filter) {
            case Filter.Identity identity -> Optional.of(input);
            case Filter.Index index ->
                index.key() instanceof Filter.Literal literal
                        ? looked(index.target(), input).flatMap(target -> member(target, literal))
                        : Optional.empty();
            case Filter.Iterate iterate -> looked(iterate.target(), input).map(RecordedValues::elements);
            case Filter.Try attempt when attempt.handler() == null -> looked(attempt.body(), input);
            case Filter.Pipe pipe -> {
                Optional<RecordedValues> at = Optional.of(input);
                for (Filter part : pipe.parts()) {
                    at = at.flatMap(values -> looked(part, values));
                }
                yield at;
            }
            default -> Optional.empty();
        };
    }

    private static Optional<RecordedValues> member(RecordedValues values, Filter.Literal key) {
        return switch (key.value()) {
            case JsonString name -> Optional.of(values.at(List.of(name.value())));
            case JsonNumber index -> Optional.of(values.at(List.of(index.toString())));
            default -> Optional.empty();
        };
    }
}
