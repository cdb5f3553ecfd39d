package io.flowork.dap.session;

import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.State;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The ways of a session over the live edge of its run, which goes on for them: it stops where it would stop in the past. */
final class LiveWays {
    private final Session session;
    private final LiveEdge edge;
    private final Stops stops;
    private final Control control;

    LiveWays(Session session, LiveEdge edge, Stops stops, Control control) {
        this.session = session;
        this.edge = edge;
        this.stops = stops;
        this.control = control;
    }

    LiveEdge edge() {
        return edge;
    }

    /** Whether the run goes on if one goes on from a stop. */
    boolean isAt(Stop stop) throws Cursor.DivergedException {
        return edge.isLive() && stop.equals(edge.stop());
    }

    /** Goes to the first task. */
    Halt first() throws Cursor.DivergedException {
        Goal first = Goal.of((from, stop) -> stops.first(stop), edge.stop(), Integer.MAX_VALUE, Goal.NONE, control);
        LiveEdge.Arrival arrival = edge.go(first, -1, t -> {});
        return session.stand(Halt.Reason.ENTRY, arrival.stop(), note(arrival, null));
    }

    /**
     * Makes a step on a strand, or less of one if a breakpoint is on the way.
     *
     * @param from the last stop on the strand
     */
    Halt step(Session.Way way, Stop from, LongConsumer progress) throws Cursor.DivergedException {
        Goal breakpoints = breakpoints();
        Goal goal = switch (way) {
            case NEXT -> Goal.of(stops::next, from, from.depth(), breakpoints, control);
            case INTO -> Goal.of(stops::into, from, Integer.MAX_VALUE, breakpoints, control);
            case OUT -> Goal.of(stops::out, from, from.depth() - 1, breakpoints, control);
            case BACK, BACK_INTO, BACK_OUT -> throw new IllegalArgumentException("back from the live edge");
        };
        return go(goal, progress);
    }

    /** Goes on to the next breakpoint, or to the end. */
    Halt resume(LongConsumer progress) throws Cursor.DivergedException {
        return go(breakpoints(), progress);
    }

    private Goal breakpoints() {
        return Goal.of(session.stopping(), session::scan);
    }

    private Halt go(Goal goal, LongConsumer progress) throws Cursor.DivergedException {
        LiveEdge.Arrival arrival = go(goal, session.at(), progress);
        if (arrival.outcome() != LiveEdge.Outcome.FOUND) {
            return session.stand(reason(arrival), arrival.stop(), note(arrival, null));
        }
        Scan.Hits hits = hits(session::scan, arrival.stop());
        return hits.reason() == null
                ? session.stand(Halt.Reason.STEP, arrival.stop(), null)
                : session.hit(arrival.stop(), hits);
    }

    private Scan.Hits hits(Supplier<Scan> scans, Stop at) throws Cursor.DivergedException {
        return edge.ahead(() -> {
            Scan scan = scans.get();
            Scan.Hits hits = scan.hits(at, stops.state(at, control));
            session.complain(scan);
            return hits;
        });
    }

    /** Goes on to the nearest stop that something traps, whatever else is on the way. */
    Halt goTo(Traps wanted, String otherwise, LongConsumer progress) throws Cursor.DivergedException {
        Supplier<Scan> scans = () -> session.scan(wanted);
        LiveEdge.Arrival arrival = go(Goal.of(wanted, scans), session.at(), progress);
        return arrival.outcome() == LiveEdge.Outcome.FOUND
                ? session.stand(
                        Halt.Reason.GOTO,
                        arrival.stop(),
                        hits(scans, arrival.stop()).note())
                : session.stand(reason(arrival), arrival.stop(), note(arrival, otherwise));
    }

    private LiveEdge.Arrival go(Goal goal, Stop from, LongConsumer progress) throws Cursor.DivergedException {
        long[] said = {from.isEnd() ? from.t() - 1 : from.t()};
        LiveEdge.Arrival arrival = edge.go(goal, said[0], t -> {
            progress.accept(t);
            session.say(said[0], t, true);
            said[0] = t - 1;
        });
        session.say(said[0], stops.end(control).t(), true);
        return arrival;
    }

    private static Halt.Reason reason(LiveEdge.Arrival arrival) {
        return arrival.outcome() == LiveEdge.Outcome.PAUSED ? Halt.Reason.PAUSE : Halt.Reason.STEP;
    }

    private static @Nullable String note(LiveEdge.Arrival arrival, @Nullable String otherwise) {
        return arrival.outcome() == LiveEdge.Outcome.PAUSED ? null : otherwise;
    }

    /** Where in time a stop is, if it is at the live edge or was when that was lost; else null. */
    @Nullable
    String where(Stop at, State end) throws Cursor.DivergedException {
        String lost = edge.lost();
        if (end.status().ended() || !(at.equals(edge.stop()) || (lost != null && at.isEnd()))) {
            return null;
        }
        String place = at.isEnd() ? "after " + end.t() + " steps" : "step " + at.t();
        if (lost != null) {
            return place + ", the last that is known: " + lost + ". The run is not held any more";
        }
        return at.isEnd() ? "live, " + place + waiting(end) : place + ", live";
    }

    private static String waiting(State state) {
        List<Effect> pending = state.pendingEffects();
        if (pending.isEmpty()) {
            return ": the run is " + state.status().text();
        }
        Effect first = pending.getFirst();
        return ": the run waits for " + first.what() + " of " + first.reference()
                + (pending.size() == 1 ? "" : " and " + (pending.size() - 1) + " more");
    }
}
