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
        @Nullable List<Task> after) {
    /** Every task. */
    public static final String ALL = "all";

    /** Whether this extends a task. */
    public boolean applies(Task task) {
        return extend.equals(ALL) || extend.equals(kind(task));
    }

    /** What {@link #extend} calls a task. */
    public static String kind(Task task) {
        return switch (task) {
            case Task.Call t -> "call";
            case Task.CallDefined t -> "call";
            case Task.Do t -> "composite";
            case Task.Fork t -> "composite";
            case Task.Emit t -> "emit";
            case Task.For t -> "for";
            case Task.Listen t -> "listen";
            case Task.Raise t -> "raise";
            case Task.RunProcess t -> "run";
            case Task.RunWorkflow t -> "run";
            case Task.Set t -> "set";
            case Task.Switch t -> "switch";
            case Task.Try t -> "try";
            case Task.Wait t -> "wait";
        };
    }
}
