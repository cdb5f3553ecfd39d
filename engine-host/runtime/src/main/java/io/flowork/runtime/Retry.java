package io.flowork.runtime;

import io.flowork.core.history.fork.Branch;
import io.flowork.core.history.fork.ForkPoint;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.journal.RetryPoint;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.core.machine.Machine;
import io.flowork.core.machine.State;
import io.flowork.store.RunRecord;
import io.flowork.store.Store;
import io.flowork.store.Write;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets a run that has ended go on as a new branch. What its earlier branch was told after the point of the fork, and the
 * new one still waits for, is told again, so that nothing that was done is done twice.
 */
final class Retry {
    private static final int PAGE = 512;

    private final Store store;
    private final RunRecord run;
    private final Machine machine;

    Retry(Store store, RunRecord run, Machine machine) {
        this.store = store;
        this.run = run;
        this.machine = machine;
    }

    /**
     * A branch that is not recorded yet.
     *
     * @param writes what records it
     * @param state the state it goes on from
     */
    record Plan(List<Write> writes, State state) {}

    /**
     * Plans the branch.
     *
     * @param task the reference or the name of the task to go on from; the one that failed if null
     * @param reason why, if said
     * @return nothing if the run never came to the task
     * @throws IllegalArgumentException if the run cannot be retried
     */
    Optional<Plan> plan(LoadedWorkflow workflow, @Nullable String task, @Nullable String reason) {
        Optional<RetryPoint> point = task == null
                ? Optional.of(RetryPoint.atEnd(machine, workflow.program(), this::page))
                : RetryPoint.at(machine, workflow.program(), this::page, task);
        return point.map(found -> plan(found, reason));
    }

    private Plan plan(RetryPoint point, @Nullable String reason) {
        int branch = store.branches(run.id()).getLast().number() + 1;
        Branch next = new Branch(machine, new ForkPoint(point.state(), point.seq()), null);
        next.begin(new Input.Forked(branch, point.visit(), reason));
        for (List<JournalEntry> page = page(point.seq() + 1);
                !page.isEmpty();
                page = page(page.getLast().seq() + 1)) {
            for (JournalEntry entry : page) {
                Input input = InputJson.read(entry.kind(), entry.payload());
                if (Branch.isAnswer(input)) {
                    next.give(input);
                }
            }
        }
        return new Plan(
                List.of(
                        new Write.Fork(run.id(), branch, store.origin(run.id(), run.branch(), point.seq())),
                        new Write.Append(run.id(), branch, next.entries())),
                next.state());
    }

    private List<JournalEntry> page(long from) {
        return store.line(run.id(), run.branch(), from, PAGE);
    }
}
