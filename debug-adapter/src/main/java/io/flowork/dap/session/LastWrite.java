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
 * Finds where a value got what it is: the nearest stop before where the session stands that shows another value than the stop
 * before it does. That is where a data breakpoint stops backwards.
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
     * @param stop the first stop that shows it
     * @param before the value at the stop before that
     * @param after the value at this one
     */
    public record Change(Writes.Write write, Stop stop, JsonValue before, JsonValue after) {}

    /** The last change of a value; null if it has had none. */
    public @Nullable Change of(DataPath path) {
        return session.ask(() -> before(path, session.reach()));
    }

    /**
     * Goes to the stop that shows the last change of a value.
     *
     * @param otherwise what a person is told if it has had none, and the session stays
     */
    public Halt go(DataPath path, String otherwise) {
        return session.move(() -> {
            Change found = before(path, session.reach());
            return found == null
                    ? session.stand(Halt.Reason.GOTO, session.at(), otherwise)
                    : session.stand(Halt.Reason.GOTO, found.stop(), text(path, found));
        });
    }

    private static String text(DataPath path, Change change) {
        Writes.Write write = change.write();
        String by = write.at() == null
                ? "by an edit of the branch"
                : "by " + write.at().reference() + " at step " + write.t();
        return path.description() + " changed from " + Brief.of(change.before(), Brief.LINE) + " to "
                + Brief.of(change.after(), Brief.LINE) + ", " + by;
    }

    private @Nullable Change before(DataPath path, long t) throws Cursor.DivergedException {
        String reference = path.reference();
        Writes writes = session.insight().writes();
        Writes.Of of = reference == null ? Writes.Of.CONTEXT : Writes.Of.INPUT;
        List<JsonValue> keys = path.keys();
        Stop shows = showing(path, t, false);
        while (shows != null) {
            Writes.Write write =
                    writes.last(of, reference == null ? "" : reference, keys, shows.t() + 1, control);
            if (write == null) {
                return null;
            }
            // a stop shows its own input, and the context as it was before it
            Stop first = showing(path, of == Writes.Of.CONTEXT && write.at() != null ? write.t() : write.t() - 1, true);
            Stop earlier = first == null ? null : showing(path, first.t(), false);
            if (first == null || earlier == null) {
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
