package io.flowork.grammar.flow;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.DataStage;
import io.flowork.grammar.workflow.FlowDirective;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.TaskHead;
import io.flowork.grammar.yaml.SequenceNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Checks a list of tasks: what in it is never reached, and loops that nothing can leave. */
final class ListChecks {
    private final List<Diagnostic> found;
    private final Places places;
    private final Edits edits;
    private final TaskFlow flow;
    private final boolean extended;

    ListChecks(List<Diagnostic> found, Places places, Edits edits, TaskFlow flow, boolean extended) {
        this.edits = edits;
        this.found = found;
        this.places = places;
        this.flow = flow;
        this.extended = extended;
    }

    /**
     * Checks a list and says which of its tasks can be reached.
     *
     * @param limited whether a timeout ends it at some time
     */
    BitSet check(List<Task> tasks, boolean limited) {
        TaskFlow.Reach reach = flow.of(tasks);
        unreachable(tasks, reach.reached());
        if (!limited && !extended) {
            endless(tasks, reach);
        }
        for (int i = 0; i + 1 < tasks.size(); i++) {
            if (reach.reached().get(i) && tasks.get(i) instanceof Task.Switch choice) {
                fallsInto(choice, tasks.get(i + 1));
            }
        }
        return reach.reached();
    }

    private void unreachable(List<Task> tasks, BitSet reached) {
        int first = reached.nextClearBit(0);
        while (first < tasks.size()) {
            int next = reached.nextSetBit(first);
            int count = (next < 0 ? tasks.size() : next) - first;
            String name = tasks.get(first).head().name();
            String which = count == 1
                    ? "'" + name + "' is"
                    : "'" + name + "' and the " + (count == 2 ? "task" : count - 1 + " tasks") + " after it are";
            TaskHead before = tasks.get(first - 1).head();
            found.add(DiagnosticCode.UNREACHABLE_TASK.at(
                    tasks.get(first).head().nameRange(),
                    which + " never reached: " + reason(before) + ", and no other task leads here",
                    new Diagnostic.Related(before.nameRange(), "the task before it")));
            first = reached.nextClearBit(first + count);
        }
    }

    private static String reason(TaskHead before) {
        boolean elsewhere = !(before.then() instanceof FlowDirective.Continue);
        return elsewhere && before.condition() != null
                ? "what 'then' of '" + before.name() + "' says counts also when its 'if' does not hold"
                : "'" + before.name() + "' " + (elsewhere ? "always goes elsewhere" : "never goes on");
    }

    /** A loop of tasks that only compute, with no way out of it. */
    private void endless(List<Task> tasks, TaskFlow.Reach reach) {
        BitSet leaves = new BitSet(tasks.size());
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int i = tasks.size() - 1; i >= 0; i--) {
                if (!leaves.get(i) && leaves(tasks, reach, i, leaves)) {
                    leaves.set(i);
                    changed = true;
                }
            }
        }
        for (int i = 0; i < tasks.size(); i++) {
            if (!reach.reached().get(i) || leaves.get(i)) {
                continue;
            }
            for (int next : reach.successors().get(i)) {
                if (next >= 0 && next <= i) {
                    TaskHead to = tasks.get(next).head();
                    Range range = tasks.get(i) instanceof Task.Switch
                            ? tasks.get(i).head().nameRange()
                            : places.value(tasks.get(i), "/then");
                    found.add(DiagnosticCode.ENDLESS_LOOP.at(
                            range,
                            "this goes back to '" + to.name() + "' for ever: no task in between can leave the loop",
                            new Diagnostic.Related(to.nameRange(), "the loop begins here")));
                    return;
                }
            }
        }
    }

    private static boolean leaves(List<Task> tasks, TaskFlow.Reach reach, int at, BitSet leaves) {
        List<Integer> successors = reach.successors().get(at);
        if (successors.isEmpty() || !computes(tasks.get(at))) {
            return true;
        }
        for (int next : successors) {
            if (next == TaskFlow.END || next == tasks.size() || leaves.get(next)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a task only computes: nothing outside notices it, nothing outside can end it, and it raises no error. */
    private static boolean computes(Task task) {
        TaskHead head = task.head();
        boolean plain = head.timeout() == null
                && unchecked(head.input())
                && unchecked(head.output())
                && unchecked(head.export())
                && !head.definition().toString().contains("error");
        return plain
                && switch (task) {
                    case Task.Set ignored -> true;
                    case Task.Switch ignored -> true;
                    case Task.Do sequence ->
                        sequence.tasks().stream()
                                .allMatch(inner ->
                                        computes(inner) && !(inner.head().then() instanceof FlowDirective.End));
                    default -> false;
                };
    }

    private static boolean unchecked(DataStage stage) {
        return stage.schema() == null;
    }

    /** A switch that, when no case matches, goes on with a task that is meant for one of its cases. */
    private void fallsInto(Task.Switch choice, Task next) {
        if (!(choice.head().then() instanceof FlowDirective.Continue)) {
            return;
        }
        for (Task.Case one : choice.cases()) {
            if (Conditions.always(one)) {
                return;
            }
        }
        for (Task.Case one : choice.cases()) {
            if (one.then() instanceof FlowDirective.Goto to
                    && to.task().equals(next.head().name())) {
                found.add(DiagnosticCode.NO_DEFAULT_CASE
                        .at(
                                choice.head().nameRange(),
                                "when no case matches, this goes on with '" + to.task() + "', as in the case '"
                                        + one.name() + "'; add a case without 'when' if that is not meant",
                                new Diagnostic.Related(next.head().nameRange(), "the next task"))
                        .withFixes(defaults(choice, to.task())));
                return;
            }
        }
    }

    /** Cases for when no other one matches: to leave it as it is and say so, or to leave the list. */
    private List<Diagnostic.Fix> defaults(Task.Switch choice, String next) {
        if (!(places.at(choice.head().reference() + "/switch") instanceof SequenceNode cases)
                || choice.cases().stream().anyMatch(one -> one.name().equals("default"))) {
            return List.of();
        }
        List<Diagnostic.Fix> fixes = new ArrayList<>();
        for (String then : List.of(next, "exit")) {
            JsonObject directive = JsonObject.of("then", JsonString.of(then));
            fixes.addAll(edits.add(
                    "Add a default case that goes to '" + then + "'", cases, JsonObject.of("default", directive)));
        }
        return fixes;
    }
}
