package io.flowork.core.machine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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

    /** The innermost task of the strand that goes on next; of the one whose task began last while all wait. */
    public static Optional<ActiveTask> next(State state) {
        Strand found = null;
        for (Strand strand : state.strands) {
            if (state.ready.length > 0 ? strand.id() == state.ready[0] : isLater(strand, found)) {
                found = strand;
            }
        }
        return found == null ? Optional.empty() : Optional.of(of(found, found.top()));
    }

    private static ActiveTask of(Strand strand, Frame frame) {
        Frame around = frame.parent();
        long parent = around == null ? strand.parentVisit() : around.visit();
        return new ActiveTask(frame.node().reference(), frame.visit(), parent, strand.id());
    }

    private static boolean isLater(Strand strand, @Nullable Strand than) {
        return than == null || strand.top().visit() > than.top().visit();
    }

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
                active.put(at.visit(), of(strand, at));
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
