package io.flowork.dap.session;

import io.flowork.core.history.History;
import io.flowork.core.history.Stop;
import io.flowork.core.history.Stops;
import io.flowork.core.journal.Cursor;
import io.flowork.core.machine.Effect;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.core.machine.Step;
import io.flowork.core.program.Body;
import io.flowork.core.program.Program;
import io.flowork.grammar.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A run that a session can stand in: the one that is debugged, or one that another member has started. All its steps lie
 * between two of the run that started it: after the one that wanted it, and before the next.
 */
final class Member {
    private final DebuggedRun run;
    private final History history;
    private final Stops stops;
    private final Outputs outputs;
    private final boolean starts;
    private final @Nullable Member parent;
    private final @Nullable Stop start;
    private @Nullable State around;

    private Member(DebuggedRun run, Machine machine, @Nullable Member parent, @Nullable Stop start) {
        this.run = run;
        this.history = new History(run.recording(), machine);
        this.stops = new Stops(history);
        this.outputs = new Outputs(history);
        this.starts = starts(run.program());
        this.parent = parent;
        this.start = start;
    }

    /** The run that is debugged. */
    static Member root(DebuggedRun run, Machine machine) {
        return new Member(run, machine, null, null);
    }

    /**
     * A run that this one has started.
     *
     * @param at the step at which it did
     */
    Member child(DebuggedRun child, Stop at, Machine machine) {
        return new Member(child, machine, this, at);
    }

    /** Whether a program can start runs; what a function does that is fetched is not known before. */
    private static boolean starts(Program program) {
        return program.references().stream()
                .map(reference -> program.node(reference).body())
                .anyMatch(body -> body instanceof Body.RunWorkflow || body instanceof Body.CallFetched);
    }

    DebuggedRun run() {
        return run;
    }

    History history() {
        return history;
    }

    Stops stops() {
        return stops;
    }

    Outputs outputs() {
        return outputs;
    }

    /** Whether it may have started runs. */
    boolean starts() {
        return starts;
    }

    /** The run that started it; null for the one that is debugged. */
    @Nullable
    Member parent() {
        return parent;
    }

    /** The step of its parent at which it was started, as a place on the parent's ways. */
    Stop start() {
        return Objects.requireNonNull(start, "the run that is debugged was not started by another one");
    }

    /** This and those around it, the run that is debugged first. */
    List<Member> path() {
        List<Member> path = new ArrayList<>();
        for (Member each = this; each != null; each = each.parent) {
            path.addFirst(each);
        }
        return path;
    }

    /** Whether it is another one, or around it. */
    boolean isAround(Member other) {
        for (Member each = other; each != null; each = each.parent) {
            if (each.equals(this)) {
                return true;
            }
        }
        return false;
    }

    /** The state of the run around as it started this one. */
    State around(BooleanSupplier stop) throws Cursor.DivergedException {
        State known = around;
        if (known == null) {
            known = Objects.requireNonNull(parent).history.before(start().t(), stop);
            around = known;
        }
        return known;
    }

    /** What a step wanted that started a run. */
    Effect.ChildRun wanted(Stop at, BooleanSupplier stop) throws Cursor.DivergedException {
        Effect.ChildRun[] found = new Effect.ChildRun[1];
        history.steps(
                at.t(),
                at.t() + 1,
                step -> {
                    if (step instanceof Step.Scheduled scheduled
                            && scheduled.effect() instanceof Effect.ChildRun wanted) {
                        found[0] = wanted;
                    }
                },
                stop);
        return Objects.requireNonNull(found[0], "no run was started at step " + at.t());
    }

    /** Its workflow with the version, and its id. */
    String title() {
        Workflow workflow = run.program().workflow();
        return workflow.namespace() + "/" + workflow.name() + " " + workflow.version() + ", run " + run.id();
    }
}
