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
    private final Member run;
    private final Stops stops;
    private final Control control;

    LiveWays(Session session, LiveEdge edge, Member run, Control control) {
        this.session = session;
        this.edge = edge;
        this.run = run;
        this.stops = run.stops();
        this.control = control;
    }

    LiveEdge edge() {
        return edge;
    }

    /** Whether the run goes on if one goes on from a place. */
    boolean isAt(Point place) throws Cursor.DivergedException {
        return edge.isLive() && place.in().equals(run) && place.at().equals(edge.stop());
    }

    /** Goes to the first task. */
    Halt first() throws Cursor.DivergedException {
        Goal first = Goal.of((from, stop) -> stops.first(stop), edge.stop(), Integer.MAX_VALUE, Goal.NONE, control);
        return stand(Halt.Reason.ENTRY, edge.go(first, -1, t -> {}), null);
    }

    /**
     * Makes a step on a strand, or less of one if a breakpoint is on the way.
     *
     * @param from the last stop on the strand
     */
    Halt step(Session.Way way, Stop from) throws Cursor.DivergedException {
        Goal breakpoints = breakpoints();
        Goal goal = switch (way) {
            case NEXT -> Goal.of(stops::next, from, from.depth(), breakpoints, control);
            case INTO -> Goal.of(stops::into, from, Integer.MAX_VALUE, breakpoints, control);
            case OUT -> Goal.of(stops::out, from, from.depth() - 1, breakpoints, control);
            case BACK, BACK_INTO, BACK_OUT -> throw new IllegalArgumentException("back from the live edge");
        };
        return halt(goal, t -> {});
    }

    /** Goes on to the next breakpoint, or to the end. */
    Halt resume(LongConsumer progress) throws Cursor.DivergedException {
        return halt(breakpoints(), progress);
    }

    private Goal breakpoints() {
        return Goal.of(run, session.stopping().in(run, run), session::sweep);
    }

    private Halt halt(Goal goal, LongConsumer progress) throws Cursor.DivergedException {
        LiveEdge.Arrival arrival = go(goal, progress);
        if (arrival.outcome() != LiveEdge.Outcome.FOUND) {
            return stand(reason(arrival), arrival, null);
        }
        Scan.Hits hits = hits(session::sweep, arrival.stop());
        return hits.reason() == null
                ? stand(Halt.Reason.STEP, arrival, null)
                : session.hit(new Point(run, arrival.stop()), hits);
    }

    private Halt stand(Halt.Reason reason, LiveEdge.Arrival arrival, @Nullable String note)
            throws Cursor.DivergedException {
        return session.stand(reason, new Point(run, arrival.stop()), note);
    }

    private Scan.Hits hits(Supplier<Sweep> sweeps, Stop at) throws Cursor.DivergedException {
        return edge.ahead(() -> {
            Sweep sweep = sweeps.get();
            Scan.Hits hits = sweep.hits(new Point(run, at));
            session.complain(sweep);
            return hits;
        });
    }

    /** Goes on to the nearest stop that something traps, whatever else is on the way. */
    Halt goTo(Supplier<Traps> wanted, String otherwise, LongConsumer progress) throws Cursor.DivergedException {
        Supplier<Sweep> sweeps = () -> session.sweep(wanted);
        LiveEdge.Arrival arrival = go(Goal.of(run, wanted.get().in(run, run), sweeps), progress);
        return switch (arrival.outcome()) {
            case FOUND -> stand(Halt.Reason.GOTO, arrival, hits(sweeps, arrival.stop()).note());
            case PAUSED -> stand(Halt.Reason.PAUSE, arrival, null);
            case ENDED, LOST -> stand(Halt.Reason.STEP, arrival, otherwise);
        };
    }

    private LiveEdge.Arrival go(Goal goal, LongConsumer progress) throws Cursor.DivergedException {
        Stop from = session.at();
        long[] said = {from.isEnd() ? from.t() - 1 : from.t()};
        LiveEdge.Arrival arrival = edge.go(goal, said[0], t -> {
            progress.accept(t);
            say(said[0], t);
            said[0] = t - 1;
        });
        say(said[0], stops.end(control).t());
        return arrival;
    }

    private void say(long after, long before) throws Cursor.DivergedException {
        session.say(new Point.Moment(run, after), new Point.Moment(run, before), true);
    }

    private static Halt.Reason reason(LiveEdge.Arrival arrival) {
        return arrival.outcome() == LiveEdge.Outcome.PAUSED ? Halt.Reason.PAUSE : Halt.Reason.STEP;
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
