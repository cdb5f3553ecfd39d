package io.flowork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The program of a run, as it was when the run started.
 *
 * @param hash the hash of its text
 * @param workflow its workflow
 * @param format {@code yaml} or {@code json}
 * @param text the text
 * @param tasks its tasks in the order of the text, each after the one it is inside of
 */
public record RunProgram(String hash, WorkflowRef workflow, String format, String text, List<Task> tasks) {
    /** Copies the tasks. */
    public RunProgram {
        tasks = tasks == null ? List.of() : List.copyOf(tasks);
    }

    /**
     * A task.
     *
     * @param reference its reference
     * @param parent the reference of the task it is inside of; {@code /} for the workflow itself
     * @param section where it is inside that one: {@code do}, {@code catch}, {@code branch} or {@code foreach}
     * @param name its name
     * @param kind what it is, such as {@code set}, {@code call} or {@code try}
     * @param subject what it calls or runs, if that says more than its kind
     * @param line its first line in the text, from 1
     * @param endLine its last line in the text
     * @param conditional whether it may be skipped
     * @param then where it goes on
     */
    public record Task(
            String reference,
            String parent,
            String section,
            String name,
            String kind,
            @Nullable String subject,
            int line,
            int endLine,
            boolean conditional,
            List<Edge> then) {
        /** Copies the edges. */
        public Task {
            then = then == null ? List.of() : List.copyOf(then);
        }
    }

    /**
     * A way on from a task.
     *
     * @param to the reference of the task it leads to, {@code exit} out of the list or {@code end} of the workflow
     * @param label the case that it belongs to, if it is one of a switch
     */
    public record Edge(String to, @Nullable String label) {}
}
