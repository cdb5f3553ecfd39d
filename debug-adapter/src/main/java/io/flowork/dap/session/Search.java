package io.flowork.dap.session;

import io.flowork.core.history.Find;
import io.flowork.core.history.History;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Machine;
import io.flowork.grammar.jq.Filter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds things in a run, while its session stands where it stands. */
public final class Search {
    private final Session session;
    private final History history;
    private final Stops stops;
    private final Looker looker;
    private final Control control;

    /** Finds in a session's run. */
    Search(Session session, History history, Stops stops, Looker looker, Control control) {
        this.session = session;
        this.history = history;
        this.stops = stops;
        this.looker = looker;
        this.control = control;
    }

    /**
     * The visits of some tasks nearest to where the session stands, in their order.
     *
     * @param most how many before and how many after at most
     */
    public List<Stop> visits(Set<String> references, int most) {
        return session.ask(() -> {
            Predicate<Stop> wanted = stop -> references.contains(stop.reference());
            long here = session.at().t();
            List<Stop> found = before(here + 1, most, wanted);
            found.addAll(after(here, most, wanted));
            return found;
        });
    }

    /**
     * The stops before tasks around here, in their order, with where the session stands and, if it is near, the end.
     *
     * @param most how many before and how many after at most
     */
    public List<Stop> around(int most) {
        return session.ask(() -> {
            Stop here = session.at();
            List<Stop> found = before(here.t(), most, stop -> true);
            found.add(here);
            if (!here.isEnd()) {
                List<Stop> after = after(here.t(), most, stop -> true);
                found.addAll(after);
                Stop last = session.last();
                if (after.size() < most && !found.contains(last)) {
                    found.add(last);
                }
            }
            return found;
        });
    }

    private List<Stop> before(long t, int most, Predicate<Stop> wanted) throws Cursor.DivergedException {
        List<Stop> found = nearest(t, false, most, wanted);
        Collections.reverse(found);
        return found;
    }

    private List<Stop> after(long t, int most, Predicate<Stop> wanted) throws Cursor.DivergedException {
        return nearest(t, true, most, wanted);
    }

    private List<Stop> nearest(long t, boolean forwards, int most, Predicate<Stop> wanted)
            throws Cursor.DivergedException {
        List<Stop> found = new ArrayList<>();
        Stop next = task(t, forwards, wanted);
        while (next != null && found.size() < most) {
            found.add(next);
            next = task(next.t(), forwards, wanted);
        }
        return found;
    }

    private @Nullable Stop task(long from, boolean forwards, Predicate<Stop> wanted) throws Cursor.DivergedException {
        return stops.search(from, forwards, stop -> stop.kind() == Stop.Kind.TASK && wanted.test(stop), null, control);
    }

    /**
     * The stops that something traps, in the whole run.
     *
     * @param first the first of them
     * @param last the last one; null if none was left out
     * @param count how many there are
     * @param failure why a condition fails somewhere, if one does
     */
    public record Trapped(
            List<Stop> first,
            @Nullable Stop last,
            long count,
            @Nullable String failure) {
        /** Copies the list. */
        public Trapped {
            first = List.copyOf(first);
        }
    }

    /**
     * Finds all stops that something traps.
     *
     * @param most how many to tell of
     */
    public Trapped trapped(Traps wanted, int most) {
        return session.ask(() -> {
            Scan scan = new Scan(stops, wanted, looker, control);
            List<Stop> first = new ArrayList<>();
            Stop last = null;
            long count = 0;
            Stop found = scan.find(-1, true, Long.MAX_VALUE, t -> {});
            while (found != null) {
                if (count++ < most) {
                    first.add(found);
                } else {
                    last = found;
                }
                found = scan.find(found.t(), true, Long.MAX_VALUE, t -> {});
            }
            return new Trapped(
                    first,
                    last,
                    count,
                    scan.failures().values().stream().findFirst().orElse(null));
        });
    }

    /**
     * The stops at which a condition holds, in their order.
     *
     * @param condition jq over what a task's own expressions see
     * @param most how many to find at most
     */
    public Find.Found find(String condition, int most) {
        Filter filter = Evaluations.parse(condition);
        return session.ask(() -> new Find(stops, filter, Find.LIMITS, looker.jq()).all(most, control, t -> {}));
    }

    /**
     * What differs between this run and another one.
     *
     * @param most how many differences to tell
     */
    public RunDiff diff(DebuggedRun other, int most) {
        return session.ask(() ->
                RunDiff.of(side(history), side(new History(other.recording(), new Machine(looker.jq()))), most));
    }

    private RunDiff.Side side(History of) {
        return steps -> {
            try {
                of.steps(0, Long.MAX_VALUE, steps, control);
                return of.end(control);
            } catch (Cursor.DivergedException e) {
                throw session.diverged(String.valueOf(e.getMessage()));
            }
        };
    }
}
