package io.flowork.host.serve;

import io.flowork.store.Retention;
import java.time.Duration;

/**
 * What an engine does beside running workflows.
 *
 * @param retention which ended runs are kept
 * @param sweepEvery how often it looks for others
 */
public record Upkeep(Retention retention, Duration sweepEvery) {
    /** Nothing is removed. */
    public static final Upkeep NONE = of(Retention.FOREVER);

    /** The usual, with these runs kept. */
    public static Upkeep of(Retention retention) {
        return new Upkeep(retention, Duration.ofMinutes(10));
    }
}
