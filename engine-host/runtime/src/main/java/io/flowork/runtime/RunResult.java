package io.flowork.runtime;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.machine.Status;
import io.flowork.grammar.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param runId the run
 * @param status {@code completed}, {@code faulted} or {@code cancelled}
 * @param output its output, if it completed
 * @param error its error, if it faulted
 */
public record RunResult(
        String runId,
        Status status,
        @Nullable JsonValue output,
        @Nullable WorkflowError error) {}
