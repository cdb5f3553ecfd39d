package io.flowork.dap.session;

import io.flowork.core.history.Find;
import io.flowork.core.history.History;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.history.diff.RunDiff;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Machine;
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

    /** Finds in a run of a session. */
    Search(Session session, Member member, Looker looker, Control control) {
        this.session = session;
        this.history = member.history();
        this.stops = member.stops();
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
                boolean isRoot = session.here().in().parent() == null;
                Stop last = isRoot ? session.last().at() : stops.end(control);
                if (after.size() < most && !found.contains(last)) {
                    found.add(last);
                }
            }
            return found;
        });
    }

    /** The stop at which a visit that goes on here began; null if there is none, as for the workflow itself. */
    public @Nullable Stop beginning(long visit) {
        return session.ask(() -> task(session.at().t() + 1, false, stop -> stop.visit() == visit));
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

    /** Which of the stops are wanted. */
    public enum Which {
        /** All of the run, in their order. */
        ALL,
        /** The first one of the run. */
        FIRST,
        /** The last one of the run. */
        LAST,
        /** The nearest one after where the session stands. */
        NEXT,
        /** The nearest one before where the session stands. */
        PREVIOUS
    }

    /**
     * The stops at which a condition holds.
     *
     * @param condition jq over what a task's own expressions see
     * @param most how many to find at most, of all
     * @throws RefusedException if the condition is no jq, or uses a name that no task knows
     */
    public Find.Found find(String condition, Which which, int most) {
        Find find = finder(condition);
        return session.ask(() -> {
            long here = session.at().t();
            return known(
                    switch (which) {
                        case ALL -> find.all(most, control, t -> {});
                        case FIRST -> find.first(-1, control, t -> {});
                        case LAST -> find.last(stops.end(control).t(), control, t -> {});
                        case NEXT -> find.first(here, control, t -> {});
                        case PREVIOUS -> find.last(session.reach(), control, t -> {});
                    });
        });
    }

    private Find finder(String condition) {
        return new Find(stops, Evaluations.parse(condition), Find.LIMITS, looker.jq());
    }

    /** What was found by a condition whose names a task knows. */
    private static Find.Found known(Find.Found found) {
        if (found.looked() == 0 && found.problem() != null) {
            throw new RefusedException(found.problem());
        }
        return found;
    }

    /** Finds where values got what they are. */
    public LastWrite lastWrite() {
        return new LastWrite(session, control);
    }

    /**
     * What differs between this run and another one.
     *
     * @param most how many differences to tell
     */
    public RunDiff diff(DebuggedRun other, int most) {
        return session.ask(() -> RunDiff.of(
                side(history),
                side(new History(
                        other.recording(),
                        new Machine(looker.jq(), other.recording().programs()))),
                most));
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
