package io.flowork.runtime;

import io.flowork.core.jq.JqLimits;
import io.flowork.core.machine.Limits;
import java.util.Set;

/**
 * How an engine works.
 *
 * @param version this product's version, recorded with every run as {@code $runtime.version}
 * @param limits what decides the outcome of tasks
 * @param jqLimits what decides the outcome of expressions
 * @param turnSteps how many steps a run makes before it looks at its inputs again
 * @param snapshotEvery after how many journal entries a snapshot is taken
 * @param allowed the abilities that the owner allows, such as {@code shell}
 */
public record EngineSettings(
        String version, Limits limits, JqLimits jqLimits, int turnSteps, int snapshotEvery, Set<String> allowed) {
    /** Copies the abilities. */
    public EngineSettings {
        allowed = Set.copyOf(allowed);
    }

    /** The usual settings for a version, with nothing allowed. */
    public static EngineSettings of(String version) {
        return new EngineSettings(version, Limits.DEFAULT, JqLimits.DEFAULT, 10_000, 256, Set.of());
    }

    /** These settings with abilities allowed. */
    public EngineSettings allowing(Set<String> abilities) {
        return new EngineSettings(version, limits, jqLimits, turnSteps, snapshotEvery, abilities);
    }
}
