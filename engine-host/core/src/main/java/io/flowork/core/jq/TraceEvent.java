package io.flowork.core.jq;

import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened during an evaluation.
 *
 * @param number its number in the evaluation, 0, 1, 2, …
 * @param kind what happened
 * @param depth how many parts the part is inside of, called functions included
 * @param entered the number of the event by which the part was entered; its own for {@link Kind#ENTERED}
 * @param range the part in the program's text; for {@link Kind#RAISED} the one that failed
 * @param function the name of the function whose body the part is; null for others
 * @param input what {@code .} is in the part
 * @param value the output, or the error's value; null for {@link Kind#ENTERED} and {@link Kind#RESUMED}
 * @param bindings the variables that the program has bound there, innermost first
 */
public record TraceEvent(
        long number,
        Kind kind,
        int depth,
        long entered,
        Range range,
        @Nullable String function,
        JsonValue input,
        @Nullable JsonValue value,
        List<Binding> bindings) {
    /** What happens to a part of a program. */
    public enum Kind {
        /** The part begins. */
        ENTERED,
        /** The part has an output; there may be more later. */
        OUTPUT,
        /** What came after it has no more outputs, so evaluation is back in the part, for its next one. */
        RESUMED,
        /** An error was raised in the part, or a limit was reached. */
        RAISED,
        /** An error was caught: evaluation is back in the part, with the error. */
        CAUGHT
    }

    /**
     * A variable and its value.
     *
     * @param name the name without {@code $}
     * @param value the value
     */
    public record Binding(String name, JsonValue value) {}

    /** Copies the bindings. */
    public TraceEvent {
        bindings = List.copyOf(bindings);
    }
}
