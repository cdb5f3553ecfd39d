package io.flowork.api;

import org.jspecify.annotations.Nullable;

/**
 * Names a workflow.
 *
 * @param namespace its namespace
 * @param name its name
 * @param version its version; the newest if null or {@code latest}
 */
public record WorkflowRef(
        String namespace, String name, @Nullable String version) {}
