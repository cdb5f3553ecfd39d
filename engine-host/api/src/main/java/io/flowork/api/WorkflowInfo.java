package io.flowork.api;

import java.time.Instant;

/**
 * A deployed workflow.
 *
 * @param namespace its namespace
 * @param name its name
 * @param version its version
 * @param hash the SHA-256 of its text, which runs name it by
 * @param deployedAt when it was deployed
 */
public record WorkflowInfo(String namespace, String name, String version, String hash, Instant deployedAt) {}
