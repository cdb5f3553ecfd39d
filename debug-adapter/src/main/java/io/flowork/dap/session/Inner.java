package io.flowork.dap.session;

import io.flowork.core.history.History;
import io.flowork.core.history.Inside;
import io.flowork.core.history.Stop;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.State;
import org.jspecify.annotations.Nullable;

/** Where somebody stands inside of a stop, if they do, and the steps that lead there. */
final class Inner {
    private final Session session;
    private final Family family;
    private final Control control;
    private @Nullable Interior interior;
    private Interior.@Nullable Place place;

    Inner(Session session, Family family, Control control) {
        this.session = session;
        this.family = family;
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
        History history = session.here().in().history();
        return switch (point) {
            case InnerPoint.Part part -> history.before(part.at().t(), control);
            case InnerPoint.Asked asked -> history.after(asked.at().t(), control);
        };
    }

    /**
     * Makes a step if it leads to a point inside of a stop, or back from one to its stop.
     *
     * @param now where the session stands
     * @param from the last stop of the thread on which the step is made
     * @param fine whether a task's own expressions are gone into although it has tasks inside, or starts a run
     * @return null if it leads to another stop
     */
    @Nullable
    Halt step(Session.Way way, Point now, Point from, boolean fine) throws Cursor.DivergedException {
        Interior of = interior;
        Interior.Place at = place;
        if (of != null && at != null && from.equals(now)) {
            Interior.Place to = of.go(at, way);
            return to != null
                    ? stand(from, of, to, null)
                    : way.isForwards() ? null : session.stand(Halt.Reason.STEP, from, null);
        }
        return switch (way) {
            case INTO -> into(from, fine);
            case BACK_INTO -> from.equals(now) ? backInto(from, fine) : null;
            case NEXT, OUT, BACK, BACK_OUT -> null;
        };
    }

    /** The stop after all that is inside of one. */
    @Nullable
    Point after(Point from) throws Cursor.DivergedException {
        Stop own = from.in().stops().into(from.at(), control);
        boolean hasTasks = own != null && isInside(own, from.at());
        return new Ways(family, control).go(hasTasks ? Session.Way.INTO : Session.Way.NEXT, from);
    }

    private static boolean isInside(Stop inner, Stop outer) {
        return !inner.isEnd() && inner.parent() == outer.visit();
    }

    private @Nullable Halt into(Point from, boolean fine) throws Cursor.DivergedException {
        Ways ways = new Ways(family, control);
        Point next = fine || from.at().isEnd() ? null : ways.go(Session.Way.INTO, from);
        boolean hasTasks = next != null
                && (next.in().equals(from.in())
                        ? isInside(next.at(), from.at())
                        : from.in().isAround(next.in()));
        if (from.at().isEnd() || hasTasks) {
            return null;
        }
        Interior inside = of(from, Long.MAX_VALUE);
        return inside.isEmpty() ? null : stand(from, inside, inside.first(), ways.note());
    }

    private @Nullable Halt backInto(Point from, boolean fine) throws Cursor.DivergedException {
        Point before = new Ways(family, control).go(Session.Way.BACK_INTO, from);
        Stop own = from.in().stops().backInto(from.at(), control);
        if (fine && own != null) {
            before = new Point(from.in(), own); // not into a run that was started in between
        }
        if (before == null || (!fine && isAround(before, from))) {
            return null;
        }
        // an error is raised in the middle of what happens
        boolean isWithin = from.at().kind() == Stop.Kind.ERROR && before.in().equals(from.in());
        Interior inside = of(before, isWithin ? from.at().t() : Long.MAX_VALUE);
        return inside.isEmpty() ? null : stand(before, inside, inside.last(), null);
    }

    private static boolean isAround(Point before, Point from) {
        return before.in().equals(from.in())
                ? before.at().visit() == from.at().parent()
                : before.in().isAround(from.in());
    }

    private Interior of(Point point, long before) throws Cursor.DivergedException {
        Member in = point.in();
        return new Interior(
                Inside.of(session.insight(in).past(), point.at(), in.stops().state(point.at(), control)),
                before,
                control.interrupt());
    }

    private Halt stand(Point point, Interior inside, Interior.Place at, @Nullable String note)
            throws Cursor.DivergedException {
        String text = InnerText.of(inside.point(at));
        Halt halt = session.stand(Halt.Reason.STEP, point, note == null ? text : note + "; " + text);
        interior = inside;
        place = at;
        return halt;
    }
}
