package io.flowork.dap.session;

import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the evaluations of people have in common. */
final class Evaluating {
    private Evaluating() {}

    /** What comes of an evaluation, or of the reason why nothing does; one that was stopped goes on as an exception. */
    static <T> T guarded(Supplier<T> evaluation, Function<String, T> failed) {
        try {
            return evaluation.get();
        } catch (JqCompileException e) {
            return failed.apply(String.valueOf(e.getMessage()));
        } catch (JqException e) {
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                throw e;
            }
            return failed.apply(String.valueOf(e.getMessage()));
        }
    }

    /** A value within a message: a text is itself, without quotes. */
    static String text(@Nullable JsonValue value, int most) {
        if (value == null) {
            return "";
        }
        return value instanceof JsonString string && string.value().length() <= most
                ? string.value()
                : Brief.of(value, most);
    }
}
