package io.flowork.store;

/**
 * A deployed workflow: the name and version under which a program can be started.
 *
 * @param namespace its namespace
 * @param name its name
 * @param version its version
 * @param program the hash of its program
 * @param deployed when it was deployed: milliseconds since 1970-01-01 UTC
 */
public record StoredWorkflow(String namespace, String name, String version, String program, long deployed) {}
