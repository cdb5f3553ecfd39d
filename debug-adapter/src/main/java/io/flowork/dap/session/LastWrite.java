package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.history.Writes;
import io.flowork.core.journal.Cursor;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds where values changed: the stops that show another value than the stop before them does. Those before where the session
 * stands are the ones at which a data breakpoint stops backwards.
 */
public final class LastWrite {
    private final Session session;
    private final Control control;

    LastWrite(Session session, Control control) {
        this.session = session;
        this.control = control;
    }

    /**
     * A change of a value.
     *
     * @param write what wrote it
     * @param stop the first stop that shows it, or the end
     * @param before the value at the stop before that
     * @param after the value at this one
     */
    public record Change(Writes.Write write, Stop stop, JsonValue before, JsonValue after) {}

    /** The change by which a value became what it is where the session stands; null if it has had none. */
    public @Nullable Change of(DataPath path) {
        return session.ask(() -> here(path));
    }

    /**
     * Goes to the last stop before where the session stands that shows a change of a value.
     *
     * @param otherwise what a person is told if it has had none, and the session stays
     */
    public Halt go(DataPath path, String otherwise) {
        return session.move(() -> {
            Point at = session.here();
            Member in = member(path);
            Change here = here(path);
            Change found = before(path, in, showing(path, in, reach(in), false));
            String since = here != null
                            && in.equals(at.in())
                            && at.at().isEnd()
                            && here.stop().isEnd()
                    ? "; since then " + by(here) + " changed it to " + Brief.of(here.after(), Brief.LINE)
                    : "";
            return found == null
                    ? session.stand(Halt.Reason.GOTO, at, otherwise + since)
                    : session.stand(Halt.Reason.GOTO, new Point(in, found.stop()), text(path, found) + since);
        });
    }

    /** The run whose value it is: the one that the session stands in, or one around. */
    private Member member(DataPath path) {
        for (Member each : session.here().in().path()) {
            if (path.isIn(each, session.family().root())) {
                return each;
            }
        }
        throw new RefusedException(
                "The session stands neither in the run " + path.run() + " nor in one that it started");
    }

    /** The number of the first step of a run that is not before where the session stands. */
    private long reach(Member of) {
        Point here = session.here();
        return of.equals(here.in()) ? session.reach() : here.moment().startIn(of);
    }

    private static String text(DataPath path, Change change) {
        return path.description() + " changed from " + Brief.of(change.before(), Brief.LINE) + " to "
                + Brief.of(change.after(), Brief.LINE) + ", by " + by(change);
    }

    private static String by(Change change) {
        Writes.Write write = change.write();
        return write.at() == null ? "an edit of the branch" : write.at().reference() + " at step " + write.t();
    }

    private @Nullable Change here(DataPath path) throws Cursor.DivergedException {
        Member in = member(path);
        Point at = session.here();
        boolean isAtEnd = in.equals(at.in()) && at.at().isEnd() && path.of() != DataPath.Of.INPUT;
        Stop last = isAtEnd
                ? at.at()
                : showing(path, in, in.equals(at.in()) ? at.at().t() + 1 : reach(in), false);
        return before(path, in, last);
    }

    /** The last change that a stop or an earlier one shows. */
    private @Nullable Change before(DataPath path, Member in, @Nullable Stop last) throws Cursor.DivergedException {
        String reference = path.reference() == null ? "" : path.reference();
        Writes writes = session.insight(in).writes();
        Writes.Of of = switch (path.of()) {
            case CONTEXT -> Writes.Of.CONTEXT;
            case INPUT -> Writes.Of.INPUT;
            case OUTPUT -> Writes.Of.OUTPUT;
        };
        List<JsonValue> keys = path.keys();
        Stop shows = last;
        while (shows != null) {
            Writes.Write write = writes.last(of, reference, keys, shows.t() + 1, control);
            if (write == null) {
                return null;
            }
            // a stop shows its own input, and the context as it was before it
            boolean isAfter = of != Writes.Of.INPUT && write.at() != null;
            Stop next = showing(path, in, isAfter ? write.t() : write.t() - 1, true);
            Stop first = next == null ? shows : next; // the end shows the context too
            Stop earlier = showing(path, in, first.t(), false);
            if (earlier == null) {
                return null;
            }
            JsonValue before = value(path, in, earlier);
            JsonValue after = value(path, in, first);
            if (!before.equals(after)) {
                return new Change(write, first, before, after);
            }
            shows = earlier; // it was written, and written back, before anybody could see it
        }
        return null;
    }

    private @Nullable Stop showing(DataPath path, Member in, long from, boolean forwards)
            throws Cursor.DivergedException {
        return in.stops().search(from, forwards, path::isAt, null, control);
    }

    private JsonValue value(DataPath path, Member in, Stop at) throws Cursor.DivergedException {
        if (path.of() != DataPath.Of.OUTPUT) {
            return path.value(
                    at, in.stops().state(at, control), session.looker().jq());
        }
        String reference = Objects.requireNonNull(path.reference());
        long completed = in.outputs().last(reference, at.t(), control);
        JsonValue whole = completed < 0 ? null : in.outputs().value(completed, control);
        return whole == null ? JsonNull.NULL : path.in(whole, session.looker().jq());
    }
}
