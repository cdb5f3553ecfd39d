package io.flowork.grammar.flow;

import io.flowork.grammar.jq.Filter;
import io.flowork.grammar.json.JsonBoolean;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.workflow.Expression;
import io.flowork.grammar.workflow.Task;
import org.jspecify.annotations.Nullable;

/** Conditions whose outcome is written in them. */
final class Conditions {
    private Conditions() {}

    /** The outcome of a condition that is a constant; null when it depends on data. */
    static @Nullable Boolean constant(@Nullable Expression condition) {
        if (condition == null || !(condition.filter() instanceof Filter.Literal literal)) {
            return null;
        }
        return !(literal.value() instanceof JsonNull || JsonBoolean.FALSE.equals(literal.value()));
    }

    /** Whether a case matches whatever the data is. */
    static boolean always(Task.Case one) {
        return one.when() == null || Boolean.TRUE.equals(constant(one.when()));
    }
}
