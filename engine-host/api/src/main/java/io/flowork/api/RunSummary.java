package io.flowork.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run without its data.
 *
 * @param runId its id
 * @param workflow what runs
 * @param status where it stands
 * @param createdAt when it was created
 * @param startedAt when it started, if it has
 * @param endedAt when it ended, if it has
 * @param parent the run that started it, if one did
 * @param branch the number of the branch it is on: how often it was retried
 * @param fingerprint what its error has in common with others, if it faulted
 * @param fault its error in a line, if it faulted
 */
public record RunSummary(
        String runId,
        WorkflowRef workflow,
        RunStatus status,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String parent,
        int branch,
        @Nullable String fingerprint,
        @Nullable String fault) {}
