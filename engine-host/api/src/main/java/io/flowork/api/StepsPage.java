package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a run's steps.
 *
 * @param steps the steps in order
 * @param next what {@link StepsRequest#after} is to be for the next page; null if there was no further step
 */
public record StepsPage(List<StepItem> steps, @Nullable Long next) {
    /** Copies the steps. */
    public StepsPage {
        steps = steps == null ? List.of() : List.copyOf(steps);
    }
}
