package io.flowork.core.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A visit of a task that has not ended.
 *
 * @param reference the task
 * @param visit identifies the visit
 * @param parent the visit of the task around it; -1 for the workflow
 * @param strand the strand it is on
 */
public record ActiveTask(String reference, long visit, long parent, int strand) {
    private static final String WORKFLOW = "/";

    /** The tasks of a run that have not ended, in the order in which they began. */
    public static List<ActiveTask> of(State state) {
        return withWorkflow(state).stream()
                .filter(task -> !task.reference.equals(WORKFLOW))
                .toList();
    }

    /** The workflow and the tasks of a run that have not ended, in the order in which they began. */
    public static List<ActiveTask> withWorkflow(State state) {
        Map<Long, ActiveTask> active = new TreeMap<>();
        for (Strand strand : state.strands) {
            for (Frame at = strand.top(); at != null; at = at.parent()) {
                Frame around = at.parent();
                long parent = around == null ? strand.parentVisit() : around.visit();
                active.put(at.visit(), new ActiveTask(at.node().reference(), at.visit(), parent, strand.id()));
            }
        }
        return List.copyOf(active.values());
    }

    /** How many tasks are around each visit that has not ended, through all forks: 0 for the workflow itself. */
    public static Map<Long, Integer> depths(State state) {
        Map<Long, Integer> depths = new HashMap<>();
        for (ActiveTask task : withWorkflow(state)) {
            depths.put(task.visit, depths.getOrDefault(task.parent, -1) + 1);
        }
        return depths;
    }
}
