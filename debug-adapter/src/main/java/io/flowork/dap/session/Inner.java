package io.flowork.dap.session;

import io.flowork.core.history.History;
import io.flowork.core.history.Inside;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.State;
import org.jspecify.annotations.Nullable;

/** Where somebody stands inside of a stop, if they do, and the steps that lead there. */
final class Inner {
    private final Session session;
    private final History history;
    private final Stops stops;
    private final Control control;
    private @Nullable Interior interior;
    private Interior.@Nullable Place place;

    Inner(Session session, History history, Stops stops, Control control) {
        this.session = session;
        this.history = history;
        this.stops = stops;
        this.control = control;
    }

    /** Stands at a stop from now on, not inside of it. */
    void leave() {
        interior = null;
        place = null;
    }

    /** Where inside of the stop; null if at the stop itself. */
    Interior.@Nullable Place place() {
        return place;
    }

    /** What is there; null if at the stop itself. */
    @Nullable
    InnerPoint point() {
        Interior of = interior;
        Interior.Place at = place;
        return of == null || at == null ? null : of.point(at);
    }

    /** The state at a point: an effect is pending already. */
    State state(InnerPoint point) throws Cursor.DivergedException {
        return switch (point) {
            case InnerPoint.Part part -> history.before(part.at().t(), control);
            case InnerPoint.Asked asked -> history.after(asked.at().t(), control);
        };
    }

    /**
     * Makes a step if it leads to a point inside of a stop, or back from one to its stop.
     *
     * @param now where the session stands
     * @param from the last stop of the strand on which the step is made
     * @param fine whether a task's own expressions are gone into although it has tasks inside
     * @return null if it leads to another stop
     */
    @Nullable
    Halt step(Session.Way way, Stop now, Stop from, boolean fine) throws Cursor.DivergedException {
        Interior of = interior;
        Interior.Place at = place;
        if (of != null && at != null && from.equals(now)) {
            Interior.Place to = of.go(at, way);
            return to != null
                    ? stand(from, of, to)
                    : way.isForwards() ? null : session.stand(Halt.Reason.STEP, from, null);
        }
        return switch (way) {
            case INTO -> into(from, fine);
            case BACK_INTO -> from.equals(now) ? backInto(from, fine) : null;
            case NEXT, OUT, BACK, BACK_OUT -> null;
        };
    }

    private @Nullable Halt into(Stop from, boolean fine) throws Cursor.DivergedException {
        Stop next = stops.into(from, control);
        boolean hasTasks = next != null && !next.isEnd() && next.parent() == from.visit();
        if (from.isEnd() || (hasTasks && !fine)) {
            return null;
        }
        Interior inside = of(from, Long.MAX_VALUE);
        return inside.isEmpty() ? null : stand(from, inside, inside.first());
    }

    private @Nullable Halt backInto(Stop from, boolean fine) throws Cursor.DivergedException {
        Stop before = stops.backInto(from, control);
        if (before == null || (before.visit() == from.parent() && !fine)) {
            return null;
        }
        // an error is raised in the middle of what happens
        Interior inside = of(before, from.kind() == Stop.Kind.ERROR ? from.t() : Long.MAX_VALUE);
        return inside.isEmpty() ? null : stand(before, inside, inside.last());
    }

    private Interior of(Stop stop, long before) throws Cursor.DivergedException {
        return new Interior(
                Inside.of(session.insight().past(), stop, stops.state(stop, control)), before, control.interrupt());
    }

    private Halt stand(Stop stop, Interior inside, Interior.Place at) throws Cursor.DivergedException {
        Halt halt = session.stand(Halt.Reason.STEP, stop, InnerText.of(inside.point(at)));
        interior = inside;
        place = at;
        return halt;
    }
}
