package io.flowork.functions.mcp;

import io.flowork.functions.process.ProcessSettings;
import java.time.Duration;

/**
 * What a server that is a process may use.
 *
 * @param time how long it may run
 * @param memoryBytes its memory: its data segment, in bytes
 * @param outputBytes what it may print in a session, in bytes
 */
public record McpLimits(Duration time, long memoryBytes, int outputBytes) {
    /** What every process may use. */
    public static McpLimits of(ProcessSettings processes) {
        return new McpLimits(processes.time(), processes.memoryBytes(), processes.outputBytes());
    }
}
