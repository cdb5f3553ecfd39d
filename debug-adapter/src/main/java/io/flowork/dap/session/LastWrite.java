package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.history.Writes;
import io.flowork.core.journal.Cursor;
import io.flowork.dap.value.Brief;
import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds where values changed: the stops that show another value than the stop before them does. Those before where the session
 * stands are the ones at which a data breakpoint stops backwards.
 */
public final class LastWrite {
    private final Session session;
    private final Stops stops;
    private final Control control;

    LastWrite(Session session, Stops stops, Control control) {
        this.session = session;
        this.stops = stops;
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
            Stop at = session.at();
            Change here = here(path);
            Change found = before(path, showing(path, session.reach(), false));
            String since = here != null && here.stop().equals(at) && at.isEnd()
                    ? "; since then " + by(here) + " changed it to " + Brief.of(here.after(), Brief.LINE)
                    : "";
            return found == null
                    ? session.stand(Halt.Reason.GOTO, at, otherwise + since)
                    : session.stand(Halt.Reason.GOTO, found.stop(), text(path, found) + since);
        });
    }

    private static String text(DataPath path, Change change) {
        return path.description() + " changed from " + Brief.of(change.before(), Brief.LINE) + " to "
                + Brief.of(change.after(), Brief.LINE) + ", by " + by(change);
    }

    private static String by(Change change) {
        Writes.Write write = change.write();
        return write.at() == null
                ? "an edit of the branch"
                : write.at().reference() + " at step " + write.t();
    }

    private @Nullable Change here(DataPath path) throws Cursor.DivergedException {
        Stop at = session.at();
        return before(path, at.isEnd() && path.reference() == null ? at : showing(path, at.t() + 1, false));
    }

    /** The last change that a stop or an earlier one shows. */
    private @Nullable Change before(DataPath path, @Nullable Stop last) throws Cursor.DivergedException {
        String reference = path.reference();
        Writes writes = session.insight().writes();
        Writes.Of of = reference == null ? Writes.Of.CONTEXT : Writes.Of.INPUT;
        List<JsonValue> keys = path.keys();
        Stop shows = last;
        while (shows != null) {
            Writes.Write write =
                    writes.last(of, reference == null ? "" : reference, keys, shows.t() + 1, control);
            if (write == null) {
                return null;
            }
            // a stop shows its own input, and the context as it was before it
            boolean isAfter = of == Writes.Of.CONTEXT && write.at() != null;
            Stop next = showing(path, isAfter ? write.t() : write.t() - 1, true);
            Stop first = next == null ? shows : next; // the end shows the context too
            Stop earlier = showing(path, first.t(), false);
            if (earlier == null) {
                return null;
            }
            JsonValue before = value(path, earlier);
            JsonValue after = value(path, first);
            if (!before.equals(after)) {
                return new Change(write, first, before, after);
            }
            shows = earlier; // it was written, and written back, before anybody could see it
        }
        return null;
    }

    private @Nullable Stop showing(DataPath path, long from, boolean forwards) throws Cursor.DivergedException {
        return stops.search(from, forwards, path::isAt, null, control);
    }

    private JsonValue value(DataPath path, Stop at) throws Cursor.DivergedException {
        return path.value(at, stops.state(at, control), session.looker().jq());
    }
}
