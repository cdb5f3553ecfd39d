package io.flowork.core.machine;

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
 */
public record ActiveTask(String reference, long visit) {
    private static final String WORKFLOW = "/";

    /** The innermost task of the strand that goes on next; of the one whose task began last while all wait. */
    public static Optional<ActiveTask> next(State state) {
        Frame found = null;
        for (Strand strand : state.strands) {
            if (state.ready.length > 0 ? strand.id() == state.ready[0] : isLater(strand.top(), found)) {
                found = strand.top();
            }
        }
        return found == null
                ? Optional.empty()
                : Optional.of(new ActiveTask(found.node().reference(), found.visit()));
    }

    private static boolean isLater(Frame frame, @Nullable Frame than) {
        return than == null || frame.visit() > than.visit();
    }

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
}
