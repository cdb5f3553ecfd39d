package io.flowork.runtime.service;

import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.api.Problem.Kind;
import io.flowork.core.machine.Status;
import io.flowork.core.machine.Step;
import io.flowork.runtime.control.Held;
import io.flowork.runtime.control.Points;
import io.flowork.runtime.control.Points.Errors;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Held runs, as clients know them. */
public final class HeldRuns {
    private HeldRuns() {}

    /**
     * Where a run is to be held.
     *
     * @throws io.flowork.api.ProblemException if there is no such place
     */
    public static Points points(HoldPoints at) {
        Errors errors = switch (at.errors()) {
            case null -> Errors.NONE;
            case HoldPoints.ALL -> Errors.ALL;
            case HoldPoints.UNCAUGHT -> Errors.UNCAUGHT;
            default ->
                throw Kind.INVALID_REQUEST.because("'errors' is all or uncaught; it is '%s'".formatted(at.errors()));
        };
        return new Points(
                at.everywhere(),
                at.within().stream()
                        .map(one -> new Points.Within(one.strand(), one.depth()))
                        .toList(),
                Set.copyOf(at.tasks()),
                errors,
                at.t());
    }

    /** That a run is held. */
    public static HeldRun held(String run, Held at) {
        Step step = at.step();
        Step.At place = step == null ? null : step.at();
        return new HeldRun(
                run,
                HeldRun.HELD,
                null,
                at.seq(),
                at.t(),
                step == null ? null : step.kind(),
                place == null ? null : place.strand(),
                place == null ? null : place.visit(),
                place == null ? null : place.reference());
    }

    /**
     * That a run has ended.
     *
     * @param status how; null if it stopped because it can no longer be recorded
     */
    public static HeldRun ended(String run, @Nullable Status status) {
        return new HeldRun(
                run,
                HeldRun.ENDED,
                status == null ? null : Records.status(status),
                null,
                null,
                null,
                null,
                null,
                null);
    }
}
