package io.flowork.core.program;

import org.jspecify.annotations.Nullable;

/**
 * A compiled extension.
 *
 * @param name its name
 * @param when a condition for applying it, if any
 * @param before the tasks to do before, if any
 * @param after the tasks to do after, if any
 */
public record Extender(
        String name,
        @Nullable Evaluable when,
        @Nullable TaskList before,
        @Nullable TaskList after) {}
