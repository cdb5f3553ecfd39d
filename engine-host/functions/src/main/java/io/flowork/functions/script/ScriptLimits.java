package io.flowork.functions.script;

import java.time.Duration;

/**
 * What one script in the sandbox may use.
 *
 * @param time how long it may run
 * @param memoryBytes how much memory it may have, in bytes; rounded down to pages of 64 KiB
 * @param outputBytes how much it may print to its output and to its errors, in bytes each
 */
public record ScriptLimits(Duration time, long memoryBytes, int outputBytes) {
    /** One minute, 64 MiB, 16 MiB. */
    public static final ScriptLimits DEFAULT = new ScriptLimits(Duration.ofMinutes(1), 64L << 20, 16 << 20);
}
