package io.flowork.runtime;

import io.flowork.core.machine.Limits;
import java.util.Set;

/**
 * How an engine works.
 *
 * @param version this product's version, recorded with every run as {@code $runtime.version}
 * @param limits what decides the outcome of tasks and expressions; recorded with every run
 * @param evaluationMillis how long one evaluation of an expression may take on the clock, in milliseconds; what is
 *     stopped is recorded, not this
 * @param turnSteps how many steps a run makes before it looks at its inputs again
 * @param snapshotEvery after how many journal entries a snapshot is taken
 * @param allowed the abilities that the owner allows, such as {@code shell}
 * @param capacity how many runs may be at work
 * @param calls what calls of functions may do
 */
public record EngineSettings(
        String version,
        Limits limits,
        long evaluationMillis,
        int turnSteps,
        int snapshotEvery,
        Set<String> allowed,
        Capacity capacity,
        CallLimits calls) {
    /** Far more than the limits on steps and bytes let an evaluation take on a machine that is not overloaded. */
    private static final long EVALUATION_MILLIS = 10_000;

    /** Copies the abilities. */
    public EngineSettings {
        if (evaluationMillis < 1) {
            throw new IllegalArgumentException("an evaluation must be allowed a millisecond at least");
        }
        allowed = Set.copyOf(allowed);
    }

    /** The usual settings for a version, with nothing allowed. */
    public static EngineSettings of(String version) {
        return new EngineSettings(
                version, usualLimits(), EVALUATION_MILLIS, 10_000, 256, Set.of(), Capacity.DEFAULT, CallLimits.DEFAULT);
    }

    /** One expression may not fill more than a quarter of the heap. */
    private static Limits usualLimits() {
        long bytes = Limits.DEFAULT.expression().bytes();
        return Limits.DEFAULT.with(
                "expression-bytes", Math.min(bytes, Runtime.getRuntime().maxMemory() / 4));
    }

    /** These settings with abilities allowed. */
    public EngineSettings allowing(Set<String> abilities) {
        return new EngineSettings(
                version, limits, evaluationMillis, turnSteps, snapshotEvery, abilities, capacity, calls);
    }

    /** These settings with other limits. */
    public EngineSettings limitedTo(Limits other, long millis) {
        return new EngineSettings(version, other, millis, turnSteps, snapshotEvery, allowed, capacity, calls);
    }

    /** These settings with another capacity. */
    public EngineSettings holding(Capacity other) {
        return new EngineSettings(version, limits, evaluationMillis, turnSteps, snapshotEvery, allowed, other, calls);
    }

    /** These settings with other limits of calls. */
    public EngineSettings calling(CallLimits other) {
        return new EngineSettings(
                version, limits, evaluationMillis, turnSteps, snapshotEvery, allowed, capacity, other);
    }
}
