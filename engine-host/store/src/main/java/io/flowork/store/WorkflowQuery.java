package io.flowork.store;

import org.jspecify.annotations.Nullable;

/**
 * Which deployed workflows to list, in the order of namespace, name and version as texts.
 *
 * @param namespace their namespace, or null for any
 * @param name their name, or null for any
 * @param after the workflow after which to go on: the last of the page before, or null for the first page
 * @param limit the most to list, at least 1
 */
public record WorkflowQuery(
        @Nullable String namespace,
        @Nullable String name,
        @Nullable Key after,
        int limit) {

    /**
     * What identifies a deployed workflow.
     *
     * @param namespace its namespace
     * @param name its name
     * @param version its version
     */
    public record Key(String namespace, String name, String version) {}

    /** Checks the limit. */
    public WorkflowQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit of " + limit);
        }
    }

    /** All workflows. */
    public static WorkflowQuery all(int limit) {
        return new WorkflowQuery(null, null, null, limit);
    }

    /** The versions of one workflow. */
    public static WorkflowQuery versions(String namespace, String name, int limit) {
        return new WorkflowQuery(namespace, name, null, limit);
    }

    /** The page after a workflow. */
    public WorkflowQuery withAfter(String lastNamespace, String lastName, String lastVersion) {
        return new WorkflowQuery(namespace, name, new Key(lastNamespace, lastName, lastVersion), limit);
    }
}
