package io.flowork.host.render;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.ExpressionPlaces;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import org.jspecify.annotations.Nullable;

/** Remembers, while a run is followed, which part of which expression was to blame for its last error. */
public final class FailedExpression implements Steps {
    private Step.@Nullable Raised last;

    @Override
    public void step(Step step) {
        if (step instanceof Step.Raised raised && raised.spot() != null) {
            last = raised;
        }
    }

    /** Where in the file the expression failed that an error comes from; null if it does not come from one. */
    public @Nullable Range of(WorkflowError error, SourceText source) {
        Step.Raised raised = last;
        Step.Spot spot = raised == null ? null : raised.spot();
        if (raised == null || spot == null || !raised.error().equals(error)) {
            return null;
        }
        return ExpressionPlaces.inFile(source, spot.expression(), spot.part());
    }
}
