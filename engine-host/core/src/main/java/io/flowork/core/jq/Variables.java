package io.flowork.core.jq;

import io.flowork.grammar.json.JsonValue;
import java.util.List;

/** The values of a program's global variables. */
@FunctionalInterface
public interface Variables {
    /** For programs without global variables. */
    Variables NONE = of(List.of());

    /**
     * The value of a variable; called each time a program loads it, and only then. It must give the same value each
     * time within an evaluation, and must not use the machine that evaluates.
     *
     * @param index the variable's index in the list given to {@link CompiledFilter#compile}
     */
    JsonValue get(int index);

    /** These values, in the order of the names given to {@link CompiledFilter#compile}. */
    static Variables of(List<? extends JsonValue> values) {
        List<JsonValue> copy = List.copyOf(values);
        return copy::get;
    }
}
