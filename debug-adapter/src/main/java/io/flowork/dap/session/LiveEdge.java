package io.flowork.dap.session;

import io.flowork.api.HeldRun;
import io.flowork.api.HoldPoints;
import io.flowork.core.history.History;
import io.flowork.core.history.Reach;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * The live edge of a run under control: how far it has come, and how it goes on from there.
 *
 * <p>A run is a function of its journal, so what it does until the next input can be seen before it does it. As long as
 * nothing is outstanding, the run is therefore let go at once up to the stop that is wanted, or up to the first effect; while
 * inputs may come it is held wherever a stop may be wanted.
 */
final class LiveEdge {
    private static final long LISTEN_MILLIS = 10;

    /** How long a run that is to be held at once may take to be, as an evaluation is not interrupted. */
    private static final long PATIENCE_MILLIS = 30_000;

    /** How many steps are looked at before they are made. */
    private static final long LEAST_AHEAD = Cursor.SLICE;

    private static final long MOST_AHEAD = 128 * LEAST_AHEAD;
    private static final HoldPoints AT_ONCE = at(0);

    private final Live live;
    private final History history;
    private final Stops stops;
    private final Control control;
    private Reach reach = Reach.ALL;
    private boolean ended;
    /** Whether it was let go, and is not known to be held. */
    private boolean going;

    private boolean isLost;
    private @Nullable Stop edge;

    LiveEdge(Live live, Member run, Control control) {
        this.live = live;
        this.history = run.history();
        this.stops = run.stops();
        this.control = control;
    }

    private static HoldPoints at(long t) {
        return new HoldPoints(false, List.of(), List.of(), null, t);
    }

    /** Whether the run is held, or is let go only to be held again: it has a live edge. */
    boolean isLive() {
        return !ended && !isLost;
    }

    /** Why the run is under control no more; null if it is. */
    @Nullable
    String lost() {
        return isLost ? live.lost() : null;
    }

    /** The stop at the live edge: where the run is held, or the end of what it has done so far. */
    Stop stop() throws Cursor.DivergedException {
        Stop known = edge;
        if (known == null) {
            Stop end = stops.end(control);
            Stop last = ended ? null : stops.search(end.t(), false, each -> true, null, control);
            known = last != null && history.after(last.t(), control).t() == reach.t() ? last : end;
            edge = known;
        }
        return known;
    }

    /** Looks at the run as far as it has come, with what came while it was held. */
    void follow() {
        if (!isLive() || going) {
            return;
        }
        long next = reach.seq();
        int more = history.recording().entries(next).size();
        if (more > 0) {
            see(new Reach(next + more, reach.t()));
            edge = edge != null && edge.isEnd() ? null : edge;
        }
    }

    private void see(Reach as) {
        reach = as;
        var _ = stops.refresh(as);
    }

    // --- going on ---

    /** How a way ended. */
    enum Outcome {
        /** At what was wanted. */
        FOUND,
        /** Where it was, as somebody asked for that. */
        PAUSED,
        /** With the run. */
        ENDED,
        /** Because the run is under control no more. */
        LOST
    }

    /**
     * A place that the run has come to.
     *
     * @param stop where it is
     */
    record Arrival(Outcome outcome, Stop stop) {}

    /** Told of the steps that were made: the number of the next one. */
    @FunctionalInterface
    interface Passed {
        void upTo(long t) throws Cursor.DivergedException;
    }

    /** What can be told before it happens. */
    private record Foreseen(@Nullable Stop found, HoldPoints points) {}

    /** Takes control, and holds the run where it is. */
    Arrival hold() throws Cursor.DivergedException {
        live.take();
        isLost = false;
        return pause();
    }

    /**
     * Lets the run go on.
     *
     * @param from the number of a step: nothing before is wanted
     * @param passed told whenever the run is held
     */
    Arrival go(Goal goal, long from, Passed passed) throws Cursor.DivergedException {
        long looked = from;
        try {
            if (going) {
                held(reach.t());
            }
            while (isLive()) {
                Foreseen next = foresee(goal, looked);
                if (next.found() != null && next.found().t() < reach.t()) {
                    return new Arrival(Outcome.FOUND, next.found());
                }
                looked = Math.max(looked, reach.t() - 1);
                letGo(next.points());
                held(reach.t() + 1);
                if (isLive()) {
                    passed.upTo(reach.t());
                }
            }
        } catch (CancellationException e) {
            return pause();
        }
        return arrival(goal, looked);
    }

    private Arrival arrival(Goal goal, long looked) throws Cursor.DivergedException {
        Stop found = ended ? goal.find(looked) : null;
        return found == null
                ? new Arrival(ended ? Outcome.ENDED : Outcome.LOST, stop())
                : new Arrival(Outcome.FOUND, found);
    }

    /** Holds the run where it is. */
    private Arrival pause() throws Cursor.DivergedException {
        control.begin(false);
        if (going || reach.equals(Reach.ALL)) {
            long least = reach.equals(Reach.ALL) ? 0 : reach.t();
            letGo(AT_ONCE);
            for (long waited = 0; going && !isLost; waited += LISTEN_MILLIS) {
                if (waited >= PATIENCE_MILLIS) {
                    throw new RefusedException("The run cannot be held yet: an evaluation takes long. Pause it again");
                }
                news(least);
            }
        }
        return new Arrival(isLive() ? Outcome.PAUSED : ended ? Outcome.ENDED : Outcome.LOST, stop());
    }

    private void letGo(HoldPoints points) {
        going = true;
        live.goOn(points);
    }

    /** Waits until the run is held at a step or after, has ended, or is under control no more. */
    private void held(long least) {
        while (going && !isLost) {
            news(least);
            if (going && control.getAsBoolean()) {
                throw new CancellationException();
            }
        }
    }

    /**
     * Waits a while for news of the run.
     *
     * @param least the number of the first step that it may be held before; that it was held earlier is known
     */
    private void news(long least) {
        HeldRun news = live.await(LISTEN_MILLIS);
        if (news == null) {
            isLost = live.lost() != null;
        } else if (news.kind().equals(HeldRun.ENDED)) {
            ended = true;
            came(Reach.ALL);
        } else if (news.seq() != null && news.t() != null && news.t() >= least) {
            came(new Reach(news.seq(), news.t()));
        }
    }

    private void came(Reach now) {
        going = false;
        edge = null;
        see(now);
    }

    // --- looking ahead ---

    /** Finds something out that what follows by itself matters for. */
    <T> T ahead(Session.Question<T> question) throws Cursor.DivergedException {
        Reach here = reach;
        if (!isLive()) {
            return question.answer();
        }
        see(new Reach(here.seq(), here.t() + LEAST_AHEAD));
        try {
            return question.answer();
        } finally {
            see(here);
        }
    }

    /**
     * Looks what the run does until the next input, and says how far to let it go.
     *
     * @param looked the number of a step: what is wanted is after it
     */
    private Foreseen foresee(Goal goal, long looked) throws Cursor.DivergedException {
        Reach here = reach;
        boolean mayBeElse = history.end(control).hasPending();
        long ahead = mayBeElse && !goal.looksAhead() ? 0 : LEAST_AHEAD;
        try {
            while (true) {
                long far = here.t() + ahead;
                see(new Reach(here.seq(), far));
                Stop found = goal.find(looked);
                if (mayBeElse || (found != null && found.t() < here.t())) {
                    return new Foreseen(found, goal.points());
                }
                State end = history.end(control);
                boolean isAll = end.t() < far || ahead >= MOST_AHEAD;
                long until = found == null ? end.t() : found.t() + 1;
                long effect = firstEffect(here.t(), until);
                if (effect >= 0) {
                    return new Foreseen(null, at(effect + 1));
                }
                if (found != null || isAll) {
                    return new Foreseen(null, until > here.t() ? at(until) : goal.points());
                }
                ahead *= 4;
            }
        } finally {
            see(here);
        }
    }

    /** The first step that has an effect; -1 if none has. */
    private long firstEffect(long from, long to) throws Cursor.DivergedException {
        long[] first = {-1};
        history.steps(
                from,
                to,
                step -> {
                    if (first[0] < 0 && (step instanceof Step.Scheduled || step instanceof Step.Waiting)) {
                        first[0] = step.at().t();
                    }
                },
                control);
        return first[0];
    }
}
