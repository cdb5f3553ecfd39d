package io.flowork.dap.remote;

import io.flowork.api.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * How far what is known of a run goes.
 *
 * @param next the number that its next entry gets
 * @param status where it stood when that was known
 * @param stale why there may be more that is not known here, such as that the engine cannot be reached; null if it is followed
 */
public record Edge(long next, RunStatus status, @Nullable String stale) {
    Edge upTo(long later) {
        return new Edge(later, status, stale);
    }

    Edge at(RunStatus now) {
        return new Edge(next, now, stale);
    }

    Edge stale(@Nullable String why) {
        return new Edge(next, status, why);
    }
}
