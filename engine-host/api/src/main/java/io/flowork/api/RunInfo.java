package io.flowork.api;

import io.flowork.grammar.json.JsonValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run with its data.
 *
 * @param runId its id
 * @param workflow what runs
 * @param status where it stands
 * @param input its input
 * @param output its output, if it completed
 * @param error the error that ended it, if it faulted
 * @param createdAt when it was created
 * @param startedAt when it started, if it has
 * @param endedAt when it ended, if it has
 * @param parent the run that started it, if one did
 * @param branch the number of the branch it is on: how often it was retried
 */
public record RunInfo(
        String runId,
        WorkflowRef workflow,
        RunStatus status,
        JsonValue input,
        @Nullable JsonValue output,
        @Nullable JsonValue error,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable String parent,
        int branch) {}
