package io.flowork.grammar.analysis;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known at one part of an expression.
 *
 * @param input what {@code .} is there
 * @param output what each of its outputs is
 * @param variables what the variables hold that the expression binds around it, the innermost first, without {@code $}
 */
public record PartTypes(Type input, Type output, Map<String, Type> variables) {

    /**
     * The types at a part of a program, which may have parts missing.
     *
     * @param whole the program
     * @param part one of its filters, the very same
     * @param input the type of the program's input
     * @param variables the types of the variables it is given, by their names without {@code $}; others are unknown
     * @return nothing if the part is never reached, or nothing is known of when it is
     */
    public static Optional<PartTypes> of(Filter whole, Filter part, Type input, Map<String, Type> variables) {
        Seen seen = new Seen(part);
        var _ = new Inference(seen, variables).infer(whole, input, null);
        Type reached = seen.input;
        return reached == null
                ? Optional.empty()
                : Optional.of(new PartTypes(reached, seen.output == null ? Type.UNKNOWN : seen.output, seen.bound));
    }

    /** Waits for one part; where it is reached several times, the types are joined. */
    @SuppressWarnings("ReferenceEquality") // an expression can have the same part twice
    private static final class Seen implements AnalysisListener {
        private final Filter part;
        private final Map<String, Type> bound = new LinkedHashMap<>();
        private @Nullable Type input;
        private @Nullable Type output;

        Seen(Filter part) {
            this.part = part;
        }

        @Override
        public boolean everywhere() {
            return true;
        }

        @Override
        public void entered(Filter filter, Type type, Inference.@Nullable Env env) {
            if (filter == part) {
                Type before = input;
                input = before == null ? type : Types.join(before, type);
                Inference.values(env).forEach((name, value) -> bound.merge(name, value, Types::join));
            }
        }

        @Override
        public void seen(Filter filter, Type type, Outputs outputs) {
            if (filter == part) {
                Type before = output;
                output = before == null ? outputs.type() : Types.join(before, outputs.type());
            }
        }
    }
}
