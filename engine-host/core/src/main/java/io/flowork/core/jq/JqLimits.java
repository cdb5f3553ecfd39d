package io.flowork.core.jq;

/**
 * How much an evaluation may use. All of it is counted, never timed, so that the same evaluation ends the same on every
 * host.
 *
 * @param steps instructions, and inside builtins the elements and characters gone through
 * @param bytes what may be created in all; also the weight that no single created value may exceed, see
 *     {@link io.flowork.grammar.json.JsonValue#weight()}
 * @param depth function calls that have not returned yet
 * @param forks points to come back to for further outputs, and open {@code try}s and {@code label}s
 */
public record JqLimits(long steps, long bytes, int depth, int forks) {
    /** 100 million steps, 256 MiB, 200,000 calls, 1,000,000 forks. */
    public static final JqLimits DEFAULT = new JqLimits(100_000_000, 256L << 20, 200_000, 1_000_000);

    /** Checks that all are positive. */
    public JqLimits {
        if (steps < 1 || bytes < 1 || depth < 1 || forks < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
    }
}
