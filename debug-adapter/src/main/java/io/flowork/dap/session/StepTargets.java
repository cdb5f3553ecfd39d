package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.grammar.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks that one can step into from a stop: those directly inside its task, and the first one of a run that it started. */
public final class StepTargets {
    private static final int MOST = 25;

    private final Family family;
    private final Control control;

    StepTargets(Family family, Control control) {
        this.family = family;
        this.control = control;
    }

    /**
     * A task to step into.
     *
     * @param label what a person calls it
     * @param at its stop
     * @param started where the run was started that it is in; null if it is in the same one
     */
    public record Target(String label, Stop at, @Nullable Stop started) {}

    /** Those of a stop, in their order. */
    List<Target> from(Point from) throws Cursor.DivergedException {
        List<Target> targets = new ArrayList<>();
        Stop at = from.at();
        Stops stops = from.in().stops();
        Stop next = at.kind() == Stop.Kind.TASK ? stops.next(at, control) : null;
        if (next == null) {
            return targets;
        }
        long limit = next.isEnd() ? Long.MAX_VALUE : next.t();
        Stop inside = inside(stops, at, at.t(), limit);
        while (inside != null && targets.size() < MOST) {
            targets.add(new Target(JsonPointer.last(inside.reference()) + " at step " + inside.t(), inside, null));
            inside = inside(stops, at, inside.t(), limit);
        }
        Stop started = from.in().starts() ? stops.started(at.t(), true, limit, at.strand(), control) : null;
        Member child =
                started == null || started.visit() != at.visit() ? null : family.child(from.in(), started, control);
        Stop first = child == null ? null : child.stops().first(control);
        if (child != null && first != null && !first.isEnd()) {
            targets.add(new Target(JsonPointer.last(first.reference()) + " of " + child.title(), first, started));
        }
        return targets;
    }

    private @Nullable Stop inside(Stops stops, Stop at, long after, long limit) throws Cursor.DivergedException {
        Stop found = stops.search(
                after,
                true,
                stop -> stop.kind() == Stop.Kind.TASK && (stop.t() >= limit || stop.parent() == at.visit()),
                null,
                control);
        return found == null || found.t() >= limit ? null : found;
    }
}
