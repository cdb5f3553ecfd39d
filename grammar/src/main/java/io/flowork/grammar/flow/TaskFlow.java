package io.flowork.grammar.flow;

import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.Task;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** From which task of a list a workflow can go to which. What cannot be known counts as possible. */
final class TaskFlow {
    /** The end of the workflow, as a successor. */
    static final int END = -1;

    private final boolean extended;
    private final IdentityHashMap<List<Task>, Reach> known = new IdentityHashMap<>();

    /**
     * How one list is gone through.
     *
     * @param successors of each task those that can come next: an index, the list's size for leaving it, or {@link #END}
     * @param reached the tasks that can be reached
     * @param exits whether the list can be left towards what comes after it
     */
    record Reach(List<List<Integer>> successors, BitSet reached, boolean exits) {}

    /**
     * @param extended whether there are extensions, which can let a task be skipped
     */
    TaskFlow(boolean extended) {
        this.extended = extended;
    }

    /** How a list is gone through from its first task. */
    Reach of(List<Task> tasks) {
        Reach reach = known.get(tasks);
        if (reach == null) {
            reach = walk(tasks);
            known.put(tasks, reach);
        }
        return reach;
    }

    private Reach walk(List<Task> tasks) {
        Map<String, Integer> indexes = HashMap.newHashMap(tasks.size());
        for (int i = 0; i < tasks.size(); i++) {
            indexes.putIfAbsent(tasks.get(i).head().name(), i);
        }
        List<List<Integer>> successors = new ArrayList<>();
        for (int i = 0; i < tasks.size(); i++) {
            List<Integer> next = new ArrayList<>();
            for (FlowDirective directive : directives(tasks.get(i))) {
                next.add(target(directive, i, tasks.size(), indexes));
            }
            successors.add(next);
        }
        BitSet reached = new BitSet(tasks.size());
        boolean exits = tasks.isEmpty();
        List<Integer> waiting = new ArrayList<>(List.of(0));
        while (!waiting.isEmpty()) {
            int at = waiting.removeLast();
            if (at == tasks.size()) {
                exits = true;
            } else if (at != END && !reached.get(at)) {
                reached.set(at);
                waiting.addAll(successors.get(at));
            }
        }
        return new Reach(successors, reached, exits);
    }

    private static int target(FlowDirective directive, int at, int size, Map<String, Integer> indexes) {
        return switch (directive) {
            case FlowDirective.Continue ignored -> at + 1;
            case FlowDirective.Exit ignored -> size;
            case FlowDirective.End ignored -> END;
            case FlowDirective.Goto to -> indexes.getOrDefault(to.task(), at + 1);
        };
    }

    /** Where a task can lead; nowhere when it never completes. */
    private List<FlowDirective> directives(Task task) {
        FlowDirective then = task.head().then();
        List<FlowDirective> directives = new ArrayList<>();
        if (!completes(task)) {
            return directives;
        }
        switch (task) {
            case Task.Switch choice -> {
                boolean always = false;
                for (Task.Case one : choice.cases()) {
                    directives.add(one.then());
                    always |= Conditions.always(one);
                }
                if (!always || task.head().condition() != null || extended) {
                    directives.add(then);
                }
            }
            case Task.Try attempt -> {
                directives.add(then);
                FlowDirective caught = attempt.handler().then();
                if (caught != null) {
                    directives.add(caught);
                }
            }
            default -> directives.add(then);
        }
        return directives;
    }

    /** Whether a task can complete, or be skipped, so that what its {@code then} says happens. */
    private boolean completes(Task task) {
        if (task.head().condition() != null || extended) {
            return true;
        }
        return switch (task) {
            case Task.Raise ignored -> false;
            case Task.Do sequence -> of(sequence.tasks()).exits();
            case Task.Fork fork -> {
                boolean all = true;
                boolean any = fork.branches().isEmpty();
                for (Task branch : fork.branches()) {
                    boolean one = completes(branch) && !(branch.head().then() instanceof FlowDirective.End);
                    all &= one;
                    any |= one;
                }
                yield fork.compete() ? any : all;
            }
            case Task.Call ignored -> true;
            case Task.CallDefined ignored -> true;
            case Task.Emit ignored -> true;
            case Task.For ignored -> true;
            case Task.Listen ignored -> true;
            case Task.RunProcess ignored -> true;
            case Task.RunWorkflow ignored -> true;
            case Task.Set ignored -> true;
            case Task.Switch ignored -> true;
            case Task.Try ignored -> true;
            case Task.Wait ignored -> true;
        };
    }
}
