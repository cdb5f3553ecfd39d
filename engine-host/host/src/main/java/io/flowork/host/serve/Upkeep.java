package io.flowork.host.serve;

import io.flowork.host.trace.Collector;
import io.flowork.store.Retention;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What an engine does beside running workflows.
 *
 * @param retention which ended runs are kept
 * @param sweepEvery how often it looks for others
 * @param traces where ended runs are sent as traces; null for nowhere
 */
public record Upkeep(
        Retention retention, Duration sweepEvery, @Nullable Collector traces) {
    /** Nothing is removed or sent. */
    public static final Upkeep NONE = of(Retention.FOREVER, null);

    /** The usual, with these runs kept, and traces sent if anywhere. */
    public static Upkeep of(Retention retention, @Nullable Collector traces) {
        return new Upkeep(retention, Duration.ofMinutes(10), traces);
    }
}
