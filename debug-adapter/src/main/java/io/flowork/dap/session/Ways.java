package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.journal.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * The ways from one stop to another through all runs of a session. One that steps into a task which starts a run goes on at
 * that run's first task, and from its last one with what follows in the run around; backwards it is the mirror image.
 */
final class Ways {
    private final Family family;
    private final Control control;
    private @Nullable String note;

    Ways(Family family, Control control) {
        this.family = family;
        this.control = control;
    }

    /** What there is to say of the last way, if anything. */
    @Nullable
    String note() {
        return note;
    }

    /** Where a step leads; null if nowhere. */
    @Nullable
    Point go(Session.Way way, Point from) throws Cursor.DivergedException {
        return switch (way) {
            case NEXT ->
                after(from, from.at().isEnd() ? null : from.in().stops().next(from.at(), control));
            case INTO -> into(from);
            case OUT -> after(from, from.at().isEnd() ? null : from.in().stops().out(from.at(), control));
            case BACK -> before(from, from.in().stops().back(from.at(), control), false);
            case BACK_INTO -> backInto(from);
            case BACK_OUT -> before(from, from.in().stops().backOut(from.at(), control), true);
        };
    }

    /** A stop of the same run, or what follows in the run around, if it is the end. */
    private @Nullable Point after(Point from, @Nullable Stop own) throws Cursor.DivergedException {
        Member parent = from.in().parent();
        if (parent == null || (own != null && !own.isEnd())) {
            return own == null ? null : new Point(from.in(), own);
        }
        Stop start = from.in().start();
        return after(new Point(parent, start), parent.stops().into(start, control));
    }

    private @Nullable Point into(Point from) throws Cursor.DivergedException {
        Stop at = from.at();
        if (at.isEnd()) {
            return after(from, null);
        }
        Member in = from.in();
        Stop own = in.stops().into(at, control);
        Stop start = in.starts() && own != null
                ? in.stops().started(at.t(), true, own.isEnd() ? Long.MAX_VALUE : own.t(), at.strand(), control)
                : null;
        Member child = start == null ? null : child(in, start);
        if (child != null) {
            Stop first = child.stops().first(control);
            if (!first.isEnd()) {
                return new Point(child, first);
            }
        }
        return after(from, own);
    }

    private @Nullable Member child(Member in, Stop start) throws Cursor.DivergedException {
        Member child = family.child(in, start, control);
        note = child == null ? family.whyMissing(in, start) : null;
        return child;
    }

    /** A stop of the same run, or what is before it in the run around. */
    private @Nullable Point before(Point from, @Nullable Stop own, boolean outwards) throws Cursor.DivergedException {
        Member parent = from.in().parent();
        if (own != null || parent == null) {
            return own == null ? null : new Point(from.in(), own);
        }
        Stop start = from.in().start();
        Stop before = outwards ? task(parent, start) : parent.stops().backInto(start, control);
        return before == null ? null : new Point(parent, before);
    }

    /** The stop of the task that started a run. */
    private @Nullable Stop task(Member in, Stop start) throws Cursor.DivergedException {
        return in.stops()
                .search(
                        start.t(),
                        false,
                        found -> found.kind() == Stop.Kind.TASK && found.visit() == start.visit(),
                        null,
                        control);
    }

    private @Nullable Point backInto(Point from) throws Cursor.DivergedException {
        Member in = from.in();
        Stop at = from.at();
        Stop own = in.stops().backInto(at, control);
        Stop start = in.starts()
                ? in.stops().started(at.t(), false, own == null ? -1 : own.t(), at.strand(), control)
                : null;
        Member child = start == null ? null : child(in, start);
        if (child != null) {
            return backInto(new Point(child, child.stops().end(control)));
        }
        return before(from, own, false);
    }
}
