package io.flowork.functions.mcp;

import java.time.Duration;

/**
 * What a server that is a process may use.
 *
 * @param time how long it may run
 * @param memoryBytes its memory: its data segment, in bytes
 * @param outputBytes what it may print in a session, in bytes
 */
public record McpLimits(Duration time, long memoryBytes, int outputBytes) {
    /** Ten minutes, 2 GiB, 16 MiB. */
    public static final McpLimits DEFAULT = new McpLimits(Duration.ofMinutes(10), 2L << 30, 16 << 20);
}
