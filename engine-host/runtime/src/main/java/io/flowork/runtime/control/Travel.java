package io.flowork.runtime.control;

import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import org.jspecify.annotations.Nullable;

/** The way of an error outwards from where it was raised, looked at before it is gone. */
final class Travel implements Steps {
    /** How far it is looked ahead: an error takes one step a task, and other strands take steps of their own meanwhile. */
    private static final int FAR = 10_000;

    private long at;
    private @Nullable Boolean caught;

    private Travel(long at) {
        this.at = at;
    }

    /**
     * Whether a task catches an error, or tries again after it. What cannot be told counts as not caught.
     *
     * @param state the state after the step that raised it
     */
    static boolean isCaught(Machine machine, State state, Step.Raised raised) {
        Travel travel = new Travel(raised.at().parent());
        var _ = machine.advance(state, state.t() + FAR, travel); // what would come of it is forgotten
        return Boolean.TRUE.equals(travel.caught);
    }

    @Override
    public void step(Step step) {
        if (caught != null || step.at().visit() != at) {
            return;
        }
        if (step instanceof Step.Raised raised) {
            at = raised.at().parent();
        } else if (step instanceof Step.Caught || step instanceof Step.Retrying) {
            caught = true;
        } else if (step instanceof Step.Cancelled) {
            caught = false;
        }
    }

    @Override
    public boolean isEnough() {
        return caught != null || at < 0;
    }
}
