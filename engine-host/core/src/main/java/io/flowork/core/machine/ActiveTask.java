package io.flowork.core.machine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A visit of a task that has not ended.
 *
 * @param reference the task
 * @param visit identifies the visit
 */
public record ActiveTask(String reference, long visit) {
    private static final String WORKFLOW = "/";

    /** The tasks of a run that have not ended, in the order in which they began. */
    public static List<ActiveTask> of(State state) {
        Map<Long, ActiveTask> active = new TreeMap<>();
        for (Strand strand : state.strands) {
            for (Frame at = strand.top(); at != null; at = at.parent()) {
                String reference = at.node().reference();
                if (!reference.equals(WORKFLOW)) {
                    active.put(at.visit(), new ActiveTask(reference, at.visit()));
                }
            }
        }
        return List.copyOf(active.values());
    }

    /** How many tasks are around each visit that has not ended, through all forks: 0 for the workflow itself. */
    public static Map<Long, Integer> depths(State state) {
        Map<Long, Integer> depths = new HashMap<>();
        for (Strand strand : state.strands) { // one that a fork started comes after the fork's own
            int depth = depths.getOrDefault(strand.parentVisit(), -1);
            List<Frame> frames = new ArrayList<>();
            for (Frame at = strand.top(); at != null; at = at.parent()) {
                frames.add(at);
            }
            for (Frame frame : frames.reversed()) {
                depths.put(frame.visit(), ++depth);
            }
        }
        return depths;
    }
}
