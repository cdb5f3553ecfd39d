package io.flowork.grammar.workflow;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tasks to do around other tasks.
 *
 * @param name the extension's name
 * @param extend the kind of task it extends: a task keyword, {@code composite}, or {@code all}
 * @param when a condition for applying it, if any
 * @param before the tasks to do before, if any
 * @param after the tasks to do after, if any
 */
public record Extension(
        String name,
        String extend,
        @Nullable Expression when,
        @Nullable List<Task> before,
        @Nullable List<Task> after) {}
