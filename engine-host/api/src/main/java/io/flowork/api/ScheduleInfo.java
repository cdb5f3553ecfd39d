package io.flowork.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a workflow is started by its schedule.
 *
 * @param next when it is next; null when no time is set, as while events or the end of a run are waited for
 * @param last when it was last; null when it never was
 */
public record ScheduleInfo(@Nullable Instant next, @Nullable Instant last) {}
