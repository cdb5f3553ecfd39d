package io.flowork.dap.session;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.core.machine.ActiveFrame;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Steps;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where somebody stands in a run, and how they get elsewhere. One thread uses it at a time. */
public final class Session {
    private static final int MOST_MESSAGES = 1_000;

    private final DebuggedRun run;
    private final Family family;
    private final Control control;
    private final Looker looker;
    private final Inner inner;
    private final Preparation preparation;
    private final Consumer<String> output;
    private Traps traps = Traps.NONE;
    private Traps typed = Traps.NONE;
    private @Nullable Point current;
    private @Nullable State state;
    private final Map<Member, Insight> insights = new WeakHashMap<>();
    private Point.@Nullable Moment reached;
    private @Nullable Live offered;
    private @Nullable LiveWays live;
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
        this.family = new Family(
                run,
                new Machine(
                        new JqMachine(JqLimits.DEFAULT, control.interrupt()),
                        run.recording().programs()));
        this.looker = new Looker(control.interrupt());
        this.inner = new Inner(this, family, control);
        this.preparation =
                new Preparation(family.root(), () -> insight(family.root()).writes(), control);
    }

    /** The run that is debugged. */
    public DebuggedRun run() {
        return run;
    }

    /** The run that the session stands in: the one that is debugged, or one that another one has started. */
    public DebuggedRun runHere() {
        return here().in().run();
    }

    /** Has somebody told of the runs that others have started, once for each program. */
    public void whenDiscovered(Consumer<DebuggedRun> listener) {
        family.whenDiscovered(listener);
    }

    Family family() {
        return family;
    }

    private Stops stops() {
        return here().in().stops();
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
    interface Question<T extends @Nullable Object> {
        T answer() throws Cursor.DivergedException;
    }

    /** Finds something out, and stands where it stood. */
    <T extends @Nullable Object> T ask(Question<T> question) {
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
    Halt move(Question<Halt> way) {
        control.begin(true);
        reached = current == null ? null : current.moment();
        if (current != null) {
            family.keep(current.in());
        }
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

    /** Looks whether runs that go on have come further. What is in their past stays as it is. */
    private void follow() throws Cursor.DivergedException {
        LiveWays ways = live;
        if (ways != null && ways.edge().isLive()) {
            boolean isThere = current != null && ways.isAt(current);
            var _ = family.refreshOthers();
            ways.edge().follow();
            insights.clear();
            if (isThere) {
                current = last(); // with what came there meanwhile
                state = null;
            }
        } else if (!ended) {
            boolean more = family.refresh();
            if (more) {
                insights.clear();
            }
            ended = family.root().history().hasEnded(control);
            if (more && current != null && current.at().isEnd()) {
                current = new Point(here().in(), stops().at(at().t() - 1, control)); // the end has moved
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
        Live held = offered;
        if (held == null) {
            throw new RefusedException("This run cannot be held: it is a recording. Nothing of it is to come");
        }
        return move(() -> {
            LiveEdge edge = new LiveEdge(held, family.root(), control);
            Stop at = edge.hold().stop();
            live = new LiveWays(this, edge, family.root(), control);
            return stand(Halt.Reason.PAUSE, new Point(family.root(), at), null);
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
            return stand(Halt.Reason.PAUSE, here(), "Released");
        });
    }

    /** The last stop that there is of the run that is debugged: where it is held, or the end. */
    Point last() throws Cursor.DivergedException {
        Member root = family.root();
        LiveWays held = live;
        return new Point(
                root,
                held != null && held.edge().isLive()
                        ? held.edge().stop()
                        : root.stops().end(control));
    }

    /** A place that may be the end of what is known, which of a run that is held is its live edge. */
    private Point known(Point to) throws Cursor.DivergedException {
        return to.at().isEnd() && to.in().equals(family.root()) ? last() : to;
    }

    /** How the run goes on if one goes on from here; null if it does not. */
    private @Nullable LiveWays liveAt(Point at) throws Cursor.DivergedException {
        return live != null && live.isAt(at) ? live : null;
    }

    private Halt paused() {
        control.begin(false);
        Point.Moment come = reached == null ? here().moment() : reached;
        return ask(() ->
                stand(Halt.Reason.PAUSE, new Point(come.in(), come.in().stops().at(come.t(), control)), null));
    }

    // --- where one stands ---

    /** Where the session stands. */
    Point here() {
        if (current == null) {
            throw new RefusedException("The session stands nowhere yet: it begins with 'configurationDone'");
        }
        return current;
    }

    /** The stop at which the session stands, of {@link #runHere()}. */
    public Stop at() {
        return here().at();
    }

    /** The number of the thread that the session stands on. */
    public int thread() {
        return thread(at().isEnd() ? 0 : at().strand());
    }

    /** The number of the thread that a strand is of the run that the session stands in. */
    public int thread(int strand) {
        return family.thread(here().in(), strand);
    }

    /** The state there. */
    public State state() {
        Stop at = at();
        State known = state;
        if (known == null) {
            InnerPoint point = inner.point();
            known = ask(() -> point == null ? stops().state(at, control) : inner.state(point));
            state = known;
        }
        return known;
    }

    /** The run that a frame is of. */
    Member member(ActiveFrame frame) {
        for (Member each : here().in().path().reversed()) {
            if (each.run().id().equals(frame.run())) {
                return each;
            }
        }
        return here().in();
    }

    /** The state of a run around, as it started that one, or of the one that the session stands in. */
    State state(Member member) {
        List<Member> path = here().in().path();
        int next = path.indexOf(member) + 1;
        return next == path.size() ? state() : around(path.get(next));
    }

    /** The state of the run around one, as it started that. */
    private State around(Member started) {
        return ask(() -> started.around(control));
    }

    /** What the session stands at between this stop and the next one; null if at the stop itself. */
    public @Nullable InnerPoint inner() {
        return inner.point();
    }

    /**
     * A place where a session stands.
     *
     * @param point the stop
     * @param inside where between it and the next one; null if at the stop itself
     */
    public record Standing(Object point, @Nullable Object inside) {}

    /** Where exactly the session stands. */
    public Standing standing() {
        return new Standing(here(), inner.place());
    }

    /** The number of the first step that is not before where the session stands. */
    long reach() {
        return inner.place() == null ? at().t() : at().t() + 1;
    }

    /** How many steps the run has made that the session stands in. */
    public long steps() {
        return ask(() -> stops().end(control).t());
    }

    Halt stand(Halt.Reason reason, Point at, @Nullable String note) throws Cursor.DivergedException {
        return stand(reason, at, note, List.of(), null);
    }

    private Halt stand(
            Halt.Reason reason, Point point, @Nullable String note, List<Integer> breakpoints, @Nullable String error)
            throws Cursor.DivergedException {
        inner.leave();
        current = point;
        state = null;
        family.keep(point.in());
        Stop at = point.at();
        State end = point.in().history().end(control);
        String edge = live == null || point.in().parent() != null ? null : live.where(at, end);
        String where = edge != null
                ? edge
                : at.isEnd()
                        ? "the end, after " + end.t() + " steps: the " + (run.branch() == null ? "run " : "branch ")
                                + (end.status().ended()
                                        ? "has " + end.status().text()
                                        : "is " + end.status().text() + ", and no more is recorded")
                        : "step " + at.t() + " of " + end.t() + ", in the past"
                                + (point.in().parent() == null
                                        ? ""
                                        : ", of " + point.in().title());
        String on = run.branch() == null ? where : run.name() + ", " + where;
        return new Halt(reason, at, note == null ? on : note + " (" + on + ")", breakpoints, error);
    }

    private Point first() throws Cursor.DivergedException {
        return new Point(family.root(), family.root().stops().first(control));
    }

    /** Stands at the first task. */
    public Halt enter() {
        return move(() -> {
            Point first = first();
            LiveWays ways = first.at().isEnd() ? liveAt(last()) : null;
            return ways == null ? stand(Halt.Reason.ENTRY, first, null) : ways.first();
        });
    }

    /** Stands at the last task at a step or before it. */
    public Halt enterAt(long t) {
        return ask(() -> stand(
                Halt.Reason.GOTO, new Point(family.root(), family.root().stops().at(t, control)), null));
    }

    /** Runs from the beginning to the first breakpoint. */
    public Halt start() {
        Halt entry = enter();
        Scan.Hits hits = ask(() -> entry.at().isEnd() ? Scan.Hits.NONE : sweep().hits(here()));
        return hits.reason() == null ? resume(t -> {}) : ask(() -> hit(here(), hits));
    }

    /** A value that is watched, of the run that a frame is of. */
    public DataPath own(DataPath path, ActiveFrame frame) {
        State seen = state();
        Member inner = here().in();
        for (Member around = inner.parent(); around != null; around = inner.parent()) {
            if (frame.run().equals(seen.runId())) {
                return path.of(inner.run().id());
            }
            seen = around(inner);
            inner = around;
        }
        return path;
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

        boolean isForwards() {
            return forwards;
        }
    }

    /**
     * Makes a step on a thread, or less of one if a breakpoint is on the way.
     *
     * @param thread the number of the thread
     */
    public Halt step(Way way, int thread) {
        return step(way, thread, false);
    }

    /**
     * Makes a step on a thread, or less of one if a breakpoint is on the way. Into a task that has no tasks inside, it leads
     * to the task's expressions and effects.
     *
     * @param fine whether it leads to the expressions and effects of every task
     */
    public Halt step(Way way, int thread, boolean fine) {
        return move(() -> {
            Point now = here();
            Point from = from(now, thread);
            Ways ways = new Ways(family, control);
            boolean leaves = from.equals(now) && inner.place() != null;
            Halt inside = inner.step(way, now, from, fine);
            if (inside != null) {
                return inside;
            }
            LiveWays goingOn = way.forwards ? liveAt(now) : null;
            if (goingOn != null && from.in().equals(now.in())) {
                return goingOn.step(way, from.at());
            }
            boolean stays = from.equals(now) || way.forwards || way == Way.BACK_OUT;
            Point to = leaves ? inner.after(from) : stays ? ways.go(way, from) : from;
            if (to == null) {
                return stand(
                        Halt.Reason.STEP,
                        now,
                        way.forwards
                                ? "There is nothing after this"
                                : now.equals(first())
                                        ? "There is nothing before this"
                                        : "There is nothing before this on its strand");
            }
            return onTheWay(now, known(to), way.forwards, Halt.Reason.STEP, ways.note(), t -> {});
        });
    }

    /** The last stop of a thread at or before now. */
    private Point from(Point now, int thread) throws Cursor.DivergedException {
        Family.Line line = family.line(thread);
        for (Member each : now.in().path()) {
            if (!each.run().id().equals(line.run())) {
                continue;
            }
            boolean isAnywhere = now.at().isEnd() && liveAt(now) == null;
            if (each.equals(now.in())
                    && (isAnywhere || (!now.at().isEnd() && now.at().strand() == line.strand()))) {
                return now;
            }
            Stop last = each.stops()
                    .search(
                            now.moment().startIn(each),
                            false,
                            found -> found.strand() == line.strand() && found.kind() == Stop.Kind.TASK,
                            null,
                            control);
            if (last != null) {
                return new Point(each, last);
            }
        }
        throw new RefusedException("Nothing has run on this thread yet");
    }

    /** Goes to a task that can be stepped into from here, or less far if a breakpoint is on the way. */
    public Halt stepTo(StepTargets.Target target) {
        return move(() -> {
            Member in = here().in();
            Stop started = target.started();
            Member run = started == null ? in : family.child(in, started, control);
            if (run == null) {
                throw new RefusedException("The run that was started here cannot be read any more");
            }
            return onTheWay(here(), new Point(run, target.at()), true, Halt.Reason.STEP, null, t -> {});
        });
    }

    /** What stops a run. */
    Traps stopping() {
        return traps.and(typed).stopping();
    }

    Sweep sweep() {
        return sweep(this::stopping);
    }

    Sweep sweep(Supplier<Traps> wanted) {
        return new Sweep(family, wanted, looker, control);
    }

    /** Says which conditions have failed. */
    void complain(Sweep sweep) {
        sweep.failures()
                .forEach(
                        (id, why) -> output.accept("The condition of a breakpoint fails, so it does not stop: " + why));
    }

    /** What is told how far a sweep has come, and tells it on, in steps of the run that is debugged. */
    private Sweep.Progress reaching(LongConsumer progress) {
        return (in, t) -> {
            Point.Moment come = new Point.Moment(in, t);
            reached = come;
            progress.accept(come.startIn(family.root()));
        };
    }

    /** Stands at a place, or at the first breakpoint on the way there. */
    private Halt onTheWay(
            Point now, Point to, boolean forwards, Halt.Reason reason, @Nullable String note, LongConsumer progress)
            throws Cursor.DivergedException {
        family.keep(now.in(), to.in());
        Sweep sweep = sweep();
        Point hit = sweep.find(now.moment(), forwards, to.moment(), reaching(progress));
        Point there = hit == null ? to : hit;
        family.keep(now.in(), there.in());
        say(now, there, forwards);
        Scan.Hits hits = there.at().isEnd() || there.equals(now) ? Scan.Hits.NONE : sweep.hits(there);
        complain(sweep);
        return hits.reason() == null ? stand(reason, there, note) : hit(there, hits);
    }

    Halt hit(Point at, Scan.Hits hits) throws Cursor.DivergedException {
        Halt.Reason reason = hits.reason() == null ? Halt.Reason.BREAKPOINT : hits.reason();
        return stand(reason, at, hits.note(), hits.breakpoints(), reason == Halt.Reason.EXCEPTION ? hits.note() : null);
    }

    /** Says what log messages on a way say, in the order in which one comes by. */
    private void say(Point from, Point to, boolean forwards) throws Cursor.DivergedException {
        Point.Moment there = to.moment();
        long limit = to.at().isEnd() || !forwards ? there.t() : there.t() + 1;
        Point.Moment after = forwards ? from.moment() : new Point.Moment(to.in(), there.t() - 1);
        Point.Moment before = forwards ? new Point.Moment(to.in(), limit) : from.moment();
        say(after, before, forwards);
    }

    /**
     * The same.
     *
     * @param after what they are looked for after, whatever the direction
     * @param before what they are looked for before
     */
    void say(Point.Moment after, Point.Moment before, boolean forwards) throws Cursor.DivergedException {
        Sweep sweep = sweep(() -> traps.and(typed).logging());
        if (sweep.isEmpty()) {
            return;
        }
        List<String> said = new ArrayList<>();
        Point found = sweep.find(after, true, before, Sweep.Progress.NONE);
        while (found != null && said.size() < MOST_MESSAGES) {
            said.addAll(sweep.messages(found));
            found = sweep.find(found.moment(), true, before, Sweep.Progress.NONE);
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
            Point end = last();
            Point now = here();
            LiveWays ways = liveAt(now);
            if (ways != null) {
                return ways.resume(progress);
            }
            return now.equals(end)
                    ? stand(Halt.Reason.STEP, now, "There is nothing after this")
                    : onTheWay(now, end, true, Halt.Reason.STEP, null, progress);
        });
    }

    /** Goes back to the breakpoint before, or to the beginning. */
    public Halt reverse(LongConsumer progress) {
        return move(() -> {
            Point first = first();
            Point now = here();
            if (inner.place() != null) {
                Scan.Hits hits = sweep().hits(now);
                if (hits.reason() != null) {
                    return hit(now, hits);
                }
                inner.leave();
            }
            return now.moment().startIn(family.root()) <= first.at().t()
                    ? stand(Halt.Reason.STEP, now, "There is nothing before this")
                    : onTheWay(now, first, false, Halt.Reason.STEP, "The beginning", progress);
        });
    }

    /** Goes to a step of the run that the session stands in: to the last task at it or before it. */
    public Halt seek(long t) {
        return move(() -> stand(Halt.Reason.GOTO, known(new Point(here().in(), stops().at(t, control))), null));
    }

    /**
     * Goes to the nearest stop that something traps, whatever else is on the way.
     *
     * @param wanted asked for each run
     * @param otherwise what a person is told if there is none, and the session stays
     * @param progress told now and then how far it has come: the number of a step
     */
    public Halt goTo(Supplier<Traps> wanted, boolean forwards, String otherwise, LongConsumer progress) {
        return move(() -> {
            Point now = here();
            LiveWays ways = forwards ? liveAt(now) : null;
            if (ways != null) {
                return ways.goTo(wanted, otherwise, progress);
            }
            Sweep sweep = sweep(wanted);
            Point.Moment from = forwards ? now.moment() : new Point.Moment(now.in(), reach());
            Point found = sweep.find(from, forwards, null, reaching(progress));
            if (found == null) {
                String failure = sweep.failures().values().stream().findFirst().orElse(null);
                return stand(Halt.Reason.GOTO, now, failure == null ? otherwise : otherwise + ": " + failure);
            }
            return stand(Halt.Reason.GOTO, found, sweep.hits(found).note());
        });
    }

    /** Stands where it stands. */
    public Halt pause() {
        return ask(() -> stand(Halt.Reason.PAUSE, here(), null));
    }

    // --- what there is ---

    /** What is found out of the past of a run, until there is more of it. */
    Insight insight(Member of) {
        return insights.computeIfAbsent(of, each -> new Insight(each.history(), control));
    }

    /** Finds things in the run that the session stands in. */
    public Search search() {
        return new Search(this, here().in(), looker, control);
    }

    /** The tasks that can be stepped into from here. */
    public List<StepTargets.Target> stepTargets() {
        return ask(() -> new StepTargets(family, control).from(here()));
    }

    /** When a task began that the run has a stop at, in milliseconds since 1970-01-01 UTC. */
    public long time(Stop at) {
        return ask(() -> stops().state(at, control).now());
    }

    /** Tells again of steps of the run that the session stands in. */
    public void steps(long from, long to, Steps steps) {
        ask(() -> {
            here().in().history().steps(from, to, steps, control);
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
        Question<Boolean> isCaught = () -> new ErrorWays(stops(), control).isCaught(at(), error);
        return ask(() -> live == null ? isCaught.answer() : live.edge().ahead(isCaught));
    }
}
