package io.flowork.core.program;

import java.util.Map;

/**
 * A function that a run has fetched, compiled for its workflow.
 *
 * @param text the text it was compiled from
 * @param list its task, alone in a list
 * @param nodes all its tasks by their references
 */
record FetchedFunction(String text, TaskList list, Map<String, Node> nodes) {
    /** Copies the tasks. */
    FetchedFunction {
        nodes = Map.copyOf(nodes);
    }
}
