package io.flowork.dap.session;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.History;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Where somebody stands in a run, and how they get elsewhere. One thread uses it at a time. */
public final class Session {
    private static final int MOST_MESSAGES = 1_000;

    private final DebuggedRun run;
    private final History history;
    private final Stops stops;
    private final Control control;
    private final Looker looker;
    private final Preparation preparation;
    private final Consumer<String> output;
    private Traps traps = Traps.NONE;
    private Traps typed = Traps.NONE;
    private @Nullable Stop current;
    private @Nullable State state;
    private @Nullable Live offered;
    private @Nullable LiveWays live;
    private long reached;
    private boolean ended;

    /**
     * A session that stands nowhere yet.
     *
     * @param output told what log messages say, a line at a time
     */
    public Session(DebuggedRun run, Control control, Consumer<String> output) {
        this.run = run;
        this.control = control;
        this.output = output;
        this.history = new History(run.recording(), new Machine(new JqMachine(JqLimits.DEFAULT, control.interrupt())));
        this.stops = new Stops(history);
        this.looker = new Looker(control.interrupt());
        this.preparation = new Preparation(stops, control);
    }

    /** The run. */
    public DebuggedRun run() {
        return run;
    }

    /** What can be done for it while nobody asks for anything. */
    public Preparation preparation() {
        return preparation;
    }

    Looker looker() {
        return looker;
    }

    /** What stops the run from now on. */
    public void set(Traps next) {
        traps = next;
    }

    /** What stops the run from now on beside that: what somebody has typed. */
    public void setTyped(Traps next) {
        typed = next;
    }

    /** Something to find out in the run. */
    interface Question<T> {
        T answer() throws Cursor.DivergedException;
    }

    /** Finds something out, and stands where it stood. */
    <T> T ask(Question<T> question) {
        control.begin(false);
        try {
            return question.answer();
        } catch (Cursor.DivergedException e) {
            throw diverged(String.valueOf(e.getMessage()));
        } catch (Scan.DivergedAgain e) {
            throw diverged(e.reason());
        } catch (CancellationException e) {
            throw new RefusedException("Stopped, as was asked");
        } catch (JqException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        } finally {
            control.end();
        }
    }

    RefusedException diverged(String why) {
        return new RefusedException("The journal of the run " + run.id() + " does not give its recorded states again: "
                + why + ". 'flowork runs replay' says where");
    }

    /** Goes somewhere. Whoever is stopped on the way stands where they had come to. */
    private Halt move(Question<Halt> way) {
        control.begin(true);
        reached = current == null ? 0 : current.t();
        try {
            follow();
            return way.answer();
        } catch (Cursor.DivergedException e) {
            throw diverged(String.valueOf(e.getMessage()));
        } catch (Scan.DivergedAgain e) {
            throw diverged(e.reason());
        } catch (CancellationException e) {
            return paused();
        } catch (JqException e) {
            if (e.kind() == JqException.Kind.INTERRUPTED) {
                return paused();
            }
            throw new RefusedException(String.valueOf(e.getMessage()));
        } finally {
            control.end();
        }
    }

    /** Looks whether a run that goes on has come further. What is in its past stays as it is. */
    private void follow() throws Cursor.DivergedException {
        LiveWays ways = live;
        if (ways != null && ways.edge().isLive()) {
            boolean isThere = current != null && ways.isAt(current);
            ways.edge().follow();
            if (isThere) {
                current = ways.edge().stop(); // with what came there meanwhile
                state = null;
            }
        } else if (!ended) {
            boolean more = stops.refresh();
            ended = history.hasEnded(control);
            if (more && current != null && current.isEnd()) {
                current = stops.at(current.t() - 1, control); // the end has moved
                state = null;
            }
        }
    }

    /** Says how the run can be held, once somebody wants that. */
    public void offer(@Nullable Live run) {
        offered = run;
    }

    /** Takes control of the run, and stands where it is held. */
    public Halt take() {
        Live run = offered;
        if (run == null) {
            throw new RefusedException("This run cannot be held: it is a recording. Nothing of it is to come");
        }
        return move(() -> {
            LiveEdge edge = new LiveEdge(run, history, stops, control);
            Stop at = edge.hold().stop();
            live = new LiveWays(this, edge, stops, control);
            return stand(Halt.Reason.PAUSE, at, null);
        });
    }

    /** Gives the control up, if there is any: the run goes on, and is followed. */
    public Halt release() {
        return move(() -> {
            if (offered == null || live == null) {
                throw new RefusedException("The run is not held: there is nothing to release");
            }
            offered.release();
            live = null;
            follow();
            return stand(Halt.Reason.PAUSE, at(), "Released");
        });
    }

    /** The last stop that there is: where the run is held, or the end. */
    Stop last() throws Cursor.DivergedException {
        return live != null && live.edge().isLive() ? live.edge().stop() : stops.end(control);
    }

    /** Whether the run goes on if one goes on from here. */
    private @Nullable LiveWays liveAt(Stop at) throws Cursor.DivergedException {
        return live != null && live.isAt(at) ? live : null;
    }

    private Halt paused() {
        control.begin(false);
        return ask(() -> stand(Halt.Reason.PAUSE, stops.at(reached, control), null));
    }

    // --- where one stands ---

    /** Where the session stands. */
    public Stop at() {
        if (current == null) {
            throw new RefusedException("The session stands nowhere yet: it begins with 'configurationDone'");
        }
        return current;
    }

    /** The state there. */
    public State state() {
        Stop at = at();
        State known = state;
        if (known == null) {
            known = ask(() -> stops.state(at, control));
            state = known;
        }
        return known;
    }

    /** How many steps the run has made. */
    public long steps() {
        return ask(() -> stops.end(control).t());
    }

    Halt stand(Halt.Reason reason, Stop at, @Nullable String note) throws Cursor.DivergedException {
        return stand(reason, at, note, List.of(), null);
    }

    private Halt stand(
            Halt.Reason reason, Stop at, @Nullable String note, List<Integer> breakpoints, @Nullable String error)
            throws Cursor.DivergedException {
        current = at;
        state = null;
        State end = history.end(control);
        String edge = live == null ? null : live.where(at, end);
        String where = edge != null ? edge : at.isEnd()
                ? "the end, after " + end.t() + " steps: the run "
                        + (end.status().ended()
                                ? "has " + end.status().text()
                                : "is " + end.status().text() + ", and no more is recorded")
                : "step " + at.t() + " of " + end.t() + ", in the past";
        return new Halt(reason, at, note == null ? where : note + " (" + where + ")", breakpoints, error);
    }

    /** Stands at the first task. */
    public Halt enter() {
        return move(() -> {
            Stop first = stops.first(control);
            LiveWays ways = first.isEnd() ? liveAt(last()) : null;
            return ways == null ? stand(Halt.Reason.ENTRY, first, null) : ways.first();
        });
    }

    /** Runs from the beginning to the first breakpoint. */
    public Halt start() {
        Halt entry = enter();
        Scan.Hits hits = ask(() -> scan().hits(entry.at(), stops.state(entry.at(), control)));
        return hits.reason() == null ? resume(t -> {}) : ask(() -> hit(entry.at(), hits));
    }

    // --- steps ---

    /** A step. */
    public enum Way {
        NEXT(true),
        INTO(true),
        OUT(true),
        BACK(false),
        BACK_INTO(false),
        BACK_OUT(false);

        private final boolean forwards;

        Way(boolean forwards) {
            this.forwards = forwards;
        }
    }

    /**
     * Makes a step on a strand, or less of one if a breakpoint is on the way.
     *
     * @param strand the strand
     */
    public Halt step(Way way, int strand) {
        return move(() -> {
            Stop now = at();
            Stop from = from(now, strand);
            boolean stands = from.equals(now);
            LiveWays ways = way.forwards ? liveAt(now) : null;
            if (ways != null) {
                return ways.step(way, from, t -> {});
            }
            Stop to = switch (way) {
                case NEXT -> stops.next(from, control);
                case INTO -> stops.into(from, control);
                case OUT -> stops.out(from, control);
                case BACK -> stands ? stops.back(from, control) : from;
                case BACK_INTO -> stands ? stops.backInto(from, control) : from;
                case BACK_OUT -> stops.backOut(from, control);
            };
            if (to == null) {
                return stand(
                        Halt.Reason.STEP,
                        now,
                        way.forwards
                                ? "There is nothing after this"
                                : now.t() == stops.first(control).t()
                                        ? "There is nothing before this"
                                        : "There is nothing before this on its strand");
            }
            return onTheWay(now, to.isEnd() ? last() : to, way.forwards, Halt.Reason.STEP, null, t -> {});
        });
    }

    /** The last stop of a strand at or before now. */
    private Stop from(Stop now, int strand) throws Cursor.DivergedException {
        if (now.isEnd() ? liveAt(now) == null : now.strand() == strand) {
            return now;
        }
        Stop last = stops.search(
                now.t(), false, found -> found.strand() == strand && found.kind() == Stop.Kind.TASK, null, control);
        if (last == null) {
            throw new RefusedException("Nothing has run on this thread yet");
        }
        return last;
    }

    /** What stops the run. */
    Traps stopping() {
        return traps.and(typed).stopping();
    }

    Scan scan() {
        return scan(stopping());
    }

    Scan scan(Traps wanted) {
        return new Scan(stops, wanted, looker, control);
    }

    /** Says which conditions have failed. */
    void complain(Scan scan) {
        scan.failures()
                .forEach(
                        (id, why) -> output.accept("The condition of a breakpoint fails, so it does not stop: " + why));
    }

    /** Stands at a place, or at the first breakpoint on the way there. */
    private Halt onTheWay(
            Stop now, Stop to, boolean forwards, Halt.Reason reason, @Nullable String note, LongConsumer progress)
            throws Cursor.DivergedException {
        Scan scan = scan();
        LongConsumer reaching = t -> {
            reached = t;
            progress.accept(t);
        };
        Stop hit = scan.find(now.t(), forwards, to.t(), reaching);
        Stop there = hit == null ? to : hit;
        long limit = there.isEnd() || !forwards ? there.t() : there.t() + 1;
        say(forwards ? now.t() : there.t() - 1, forwards ? limit : now.t(), forwards);
        Scan.Hits hits = there.isEnd() || there.equals(now)
                ? new Scan.Hits(List.of(), null, null)
                : scan.hits(there, stops.state(there, control));
        complain(scan);
        return hits.reason() == null ? stand(reason, there, note) : hit(there, hits);
    }

    Halt hit(Stop at, Scan.Hits hits) throws Cursor.DivergedException {
        Halt.Reason reason = hits.reason() == null ? Halt.Reason.BREAKPOINT : hits.reason();
        return stand(reason, at, hits.note(), hits.breakpoints(), reason == Halt.Reason.EXCEPTION ? hits.note() : null);
    }

    /**
     * Says what log messages on a way say, in the order in which one comes by.
     *
     * @param after the number of the step after which they are looked for, whatever the direction
     * @param before the number of the step before which they are
     */
    void say(long after, long before, boolean forwards) throws Cursor.DivergedException {
        Traps logging = traps.and(typed).logging();
        if (logging.isEmpty()) {
            return;
        }
        Scan scan = new Scan(stops, logging, looker, control);
        List<String> said = new ArrayList<>();
        Stop found = scan.find(after, true, before, t -> {});
        while (found != null && said.size() < MOST_MESSAGES) {
            said.addAll(scan.messages(found, stops.state(found, control)));
            found = scan.find(found.t(), true, before, t -> {});
        }
        if (!forwards) {
            Collections.reverse(said);
        }
        said.forEach(output);
        if (found != null) {
            output.accept("… and more: a way says at most " + MOST_MESSAGES + " messages");
        }
    }

    /**
     * Goes on to the next breakpoint, or to the end.
     *
     * @param progress told now and then how far it has come: the number of a step
     */
    public Halt resume(LongConsumer progress) {
        return move(() -> {
            Stop end = last();
            Stop now = at();
            LiveWays ways = liveAt(now);
            if (ways != null) {
                return ways.resume(progress);
            }
            return now.isEnd()
                    ? stand(Halt.Reason.STEP, now, "There is nothing after this")
                    : onTheWay(now, end, true, Halt.Reason.STEP, null, progress);
        });
    }

    /** Goes back to the breakpoint before, or to the beginning. */
    public Halt reverse(LongConsumer progress) {
        return move(() -> {
            Stop first = stops.first(control);
            Stop now = at();
            return now.t() <= first.t()
                    ? stand(Halt.Reason.STEP, now, "There is nothing before this")
                    : onTheWay(now, first, false, Halt.Reason.STEP, "The beginning", progress);
        });
    }

    /** Goes to a step: to the last task at it or before it. */
    public Halt seek(long t) {
        return move(() -> {
            Stop to = stops.at(t, control);
            return stand(Halt.Reason.GOTO, to.isEnd() ? last() : to, null);
        });
    }

    /**
     * Goes to the nearest stop that something traps, whatever else is on the way.
     *
     * @param otherwise what a person is told if there is none, and the session stays
     * @param progress told now and then how far it has come: the number of a step
     */
    public Halt goTo(Traps wanted, boolean forwards, String otherwise, LongConsumer progress) {
        return move(() -> {
            Stop now = at();
            LiveWays ways = forwards ? liveAt(now) : null;
            if (ways != null) {
                return ways.goTo(wanted, otherwise, progress);
            }
            Scan scan = scan(wanted);
            Stop found = scan.find(now.t(), forwards, forwards ? Long.MAX_VALUE : -1, t -> {
                reached = t;
                progress.accept(t);
            });
            if (found == null) {
                String failure = scan.failures().values().stream().findFirst().orElse(null);
                return stand(Halt.Reason.GOTO, now, failure == null ? otherwise : otherwise + ": " + failure);
            }
            return stand(
                    Halt.Reason.GOTO,
                    found,
                    scan.hits(found, stops.state(found, control)).note());
        });
    }

    /** Stands where it stands. */
    public Halt pause() {
        return ask(() -> stand(Halt.Reason.PAUSE, at(), null));
    }

    // --- what there is ---

    /** Finds things in the run. */
    public Search search() {
        return new Search(this, history, stops, looker, control);
    }

    /** When a task began that the run has a stop at, in milliseconds since 1970-01-01 UTC. */
    public long time(Stop at) {
        return ask(() -> stops.state(at, control).now());
    }

    /** Tells of steps again. */
    public void steps(long from, long to, Steps steps) {
        ask(() -> {
            history.steps(from, to, steps, control);
            return true;
        });
    }

    /** The error that the session stands at, if it does. */
    public @Nullable WorkflowError error() {
        return ErrorWays.error(at(), state());
    }

    /** Whether that error is caught further out. */
    public boolean isCaught() {
        WorkflowError error = error();
        if (error == null) {
            return false;
        }
        Question<Boolean> isCaught = () -> new ErrorWays(stops, control).isCaught(at(), error);
        return ask(() -> live == null ? isCaught.answer() : live.edge().ahead(isCaught));
    }
}
