package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as it stood at a step.
 *
 * @param runId the run
 * @param step the step
 * @param status where the run stood after it
 * @param line the line of the step's task in the program's text, from 1; null for the workflow, and a task in another file
 * @param stack the tasks around the step's task and the task itself, outermost first
 * @param rawInput the task's raw input
 * @param input the task's transformed input; null before it was transformed
 * @param output the output of the task that completed last, at this step or before
 * @param outputOf the reference of that task
 * @param context the run's context data
 * @param pending the effects that are waited for
 * @param error the error that is dealt with, or ended the run
 * @param visited the tasks that were entered up to this step
 * @param faulted those of them that an error has left
 */
public record StateAt(
        String runId,
        StepItem step,
        RunStatus status,
        @Nullable Integer line,
        List<Place> stack,
        @Nullable ShownValue rawInput,
        @Nullable ShownValue input,
        @Nullable ShownValue output,
        @Nullable String outputOf,
        ShownValue context,
        List<PendingEffect> pending,
        @Nullable ShownValue error,
        List<String> visited,
        List<String> faulted) {
    /** Copies the lists. */
    public StateAt {
        stack = stack == null ? List.of() : List.copyOf(stack);
        pending = pending == null ? List.of() : List.copyOf(pending);
        visited = visited == null ? List.of() : List.copyOf(visited);
        faulted = faulted == null ? List.of() : List.copyOf(faulted);
    }

    /**
     * A task on the stack.
     *
     * @param reference its reference
     * @param name its name
     * @param line its line in the program's text, from 1; null for the workflow, and a task in another file
     */
    public record Place(
            String reference, String name, @Nullable Integer line) {}

    /**
     * An effect that is waited for.
     *
     * @param kind what it is: {@code call}, {@code timer}, {@code run}, {@code subscribe}, {@code publish} or
     *     {@code cancel}
     * @param reference the task that wants it
     * @param request what it is about
     */
    public record PendingEffect(String kind, String reference, ShownValue request) {}
}
