package io.flowork.runtime.control;

import io.flowork.core.machine.ActiveTask;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the steps of a run up to where it is to be held. Used by the run's own thread.
 *
 * <p>Steps are made up to right after the one that it is held at, and no further, so there is no effect of what comes next
 * that could be carried out.
 */
public final class Hold implements Steps {
    private final Control control;
    private final Control.Request request;
    private final Points points;
    private final Map<Long, Integer> depths;
    /** The tasks that an error goes on to, by their visits. */
    private final Set<Long> reached = new HashSet<>();

    private @Nullable Steps next;
    private @Nullable Step hit;
    private boolean held;
    private boolean told;

    /**
     * Follows a run from a state on.
     *
     * @param before what has followed it up to there, if anything has: an error may be on its way
     */
    Hold(Control control, Control.Request request, State state, @Nullable Hold before) {
        this.control = control;
        this.request = request;
        this.points = request.points();
        this.depths = ActiveTask.depths(state);
        if (before != null) {
            reached.addAll(before.reached);
        }
    }

    @SuppressWarnings("ReferenceEquality") // asked for again, the same points are to be met again
    boolean isOf(Control.Request other) {
        return request == other;
    }

    /** This, with somebody else who follows the steps. */
    public Steps and(@Nullable Steps other) {
        next = other;
        return this;
    }

    @Override
    public void step(Step step) {
        if (next != null) {
            next.step(step);
        }
        Step.At at = step.at();
        switch (step) {
            case Step.Entered entered -> {
                int depth = depths.getOrDefault(at.parent(), -1) + 1;
                depths.put(at.visit(), depth);
                meet(step, isPoint(at, depth));
            }
            case Step.Raised raised -> {
                boolean first = !reached.remove(at.visit());
                meet(step, first && points.errors() != Points.Errors.NONE);
                reached.add(at.parent());
                depths.remove(at.visit());
            }
            case Step.Caught caught -> reached.remove(at.visit());
            case Step.Retrying retrying -> reached.remove(at.visit());
            case Step.Completed completed -> depths.remove(at.visit());
            case Step.Cancelled cancelled -> depths.remove(at.visit());
            case Step.Skipped skipped -> depths.remove(at.visit());
            case Step.Evaluated other -> {}
            case Step.Scheduled other -> {}
            case Step.Turn other -> {}
            case Step.BranchStarted other -> {}
            case Step.BranchJoined other -> {}
            case Step.Consumed other -> {}
            case Step.Waiting other -> {}
        }
    }

    private boolean isPoint(Step.At at, int depth) {
        return points.everywhere()
                || points.tasks().contains(at.reference())
                || points.within().stream().anyMatch(one -> one.strand() == at.strand() && depth <= one.depth());
    }

    private void meet(Step step, boolean isPoint) {
        if (isPoint && hit == null) {
            hit = step;
        }
    }

    @Override
    public boolean isEnough() {
        return hit != null || (next != null && next.isEnough());
    }

    /** The number of the first step that must not be made, if that is before a limit. */
    public long until(long limit) {
        return points.t() == null ? limit : Math.min(limit, points.t());
    }

    /** Whether the run must not make a step. */
    public boolean isHeld() {
        return held;
    }

    /**
     * The steps have been made: decides whether the run is held now.
     *
     * @param machine looks ahead, to learn what becomes of an error
     */
    public void rest(Machine machine, State state) {
        if (hit instanceof Step.Raised raised
                && points.errors() == Points.Errors.UNCAUGHT
                && Travel.isCaught(machine, state, raised)) {
            hit = null;
        }
        boolean there = points.t() != null && state.t() >= points.t();
        held = !state.status().ended() && (hit != null || there);
    }

    /** Everything before is durable: tells who holds the run, if it is held and was not told. */
    public void tell(long seq, State state) {
        if (held && !told) {
            told = true;
            control.controller().held(new Held(seq, state.t(), hit));
        }
    }
}
