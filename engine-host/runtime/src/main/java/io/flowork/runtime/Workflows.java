package io.flowork.runtime;

import java.util.Optional;

/** Finds the workflows that {@code run.workflow} names. */
@FunctionalInterface
public interface Workflows {
    /** No workflows. */
    Workflows NONE = (namespace, name, version) -> Optional.empty();

    /**
     * The workflow of a name.
     *
     * @param namespace its namespace
     * @param name its name
     * @param version its version, or {@code latest} for the newest
     * @throws UnusableWorkflowException if there is one, but it has errors
     */
    Optional<LoadedWorkflow> find(String namespace, String name, String version);
}
