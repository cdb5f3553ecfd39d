package io.flowork.grammar.flow;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.DiagnosticCode;
import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Cron;
import io.flowork.grammar.workflow.Duration;
import io.flowork.grammar.workflow.Extension;
import io.flowork.grammar.workflow.Schedule;
import io.flowork.grammar.workflow.Task;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.MappingNode;
import io.flowork.grammar.yaml.Node;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks where a workflow can go. Only what is certain is said: what depends on data, on the world or on an extension
 * counts as possible. It needs a workflow without errors.
 */
public final class FlowChecks {
    private static final Limit NONE = new Limit(Long.MAX_VALUE, "");

    private final List<Diagnostic> found = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private final Workflow workflow;
    private final Places places;
    private final ListChecks lists;
    private final TaskChecks tasks;

    /** The shortest time that something enclosing may take, and what that is. */
    private record Limit(long millis, String what) {
        boolean present() {
            return millis != Long.MAX_VALUE;
        }
    }

    private FlowChecks(Workflow workflow, MappingNode root, Edits edits) {
        this.workflow = workflow;
        this.places = new Places(root);
        boolean extended = !workflow.extensions().isEmpty();
        this.lists = new ListChecks(found, places, edits, new TaskFlow(extended), extended);
        this.tasks = new TaskChecks(found, places, edits, new RaisedErrors(extended));
    }

    /**
     * What is wrong with the flow of a workflow.
     *
     * @param source the text it was bound from
     * @param root that text as a tree
     */
    public static List<Diagnostic> check(Workflow workflow, SourceText source, MappingNode root) {
        Edits edits = new Edits(source.text());
        FlowChecks checks = new FlowChecks(workflow, root, edits);
        checks.workflow();
        Definitions.check(root, edits, checks.found);
        return checks.found;
    }

    private void workflow() {
        Limit whole = workflow.timeout() instanceof Duration.Fixed fixed
                ? new Limit(fixed.millis(), "the workflow's timeout")
                : NONE;
        list(workflow.tasks(), whole);
        workflow.functions().values().forEach(function -> task(function, NONE));
        Set<String> extendable = Set.copyOf(kinds);
        for (int i = 0; i < workflow.extensions().size(); i++) {
            extension(workflow.extensions().get(i), i, extendable);
        }
        Schedule schedule = workflow.schedule();
        if (schedule != null) {
            schedule(schedule);
        }
    }

    private void extension(Extension extension, int index, Set<String> extendable) {
        if (extension.before() != null) {
            list(extension.before(), NONE);
        }
        if (extension.after() != null) {
            list(extension.after(), NONE);
        }
        String extend = extension.extend();
        if (!extend.equals(Extension.ALL) && !extendable.contains(extend)) {
            String pointer = "/use/extensions/" + index + "/" + JsonPointer.escaped(extension.name()) + "/extend";
            Node place = places.at(pointer);
            if (place != null) {
                found.add(DiagnosticCode.EXTENDS_NOTHING.at(
                        place.range(),
                        "the extension '" + extension.name() + "' extends nothing: the workflow has no "
                                + (extend.equals("composite") ? "do or fork" : extend) + " task"));
            }
        }
    }

    private void schedule(Schedule schedule) {
        if (schedule.cron() != null && Cron.of(schedule.cron()).neverMatches()) {
            never("/schedule/cron", "this day never comes, so the workflow never starts by itself");
        }
        if (schedule.every() instanceof Duration.Fixed every && every.millis() == 0) {
            never("/schedule/every", "there is no time between two starts; write how long, such as PT1H");
        }
        boolean empty = schedule.every() == null
                && schedule.cron() == null
                && schedule.after() == null
                && schedule.on() == null;
        if (empty) {
            never("/schedule", "this schedule never starts the workflow; say 'every', 'cron', 'after' or 'on'");
        }
    }

    private void never(String pointer, String message) {
        Node place = places.at(pointer);
        if (place != null) {
            found.add(DiagnosticCode.SCHEDULE_NEVER.at(place.range(), message));
        }
    }

    private void list(List<Task> list, Limit limit) {
        BitSet reached = lists.check(list, limit.present());
        for (int i = 0; i < list.size(); i++) {
            if (reached.get(i)) {
                task(list.get(i), limit);
            } else {
                kinds.add(Extension.kind(list.get(i)));
            }
        }
    }

    private void task(Task task, Limit outer) {
        kinds.add(Extension.kind(task));
        Limit limit = outer;
        if (task.head().timeout() instanceof Duration.Fixed fixed) {
            limit = limited(task, "/timeout", "this timeout", fixed.millis(), outer);
        }
        switch (task) {
            case Task.Do sequence -> list(sequence.tasks(), limit);
            case Task.For loop -> list(loop.tasks(), limit);
            case Task.Fork fork -> {
                tasks.competing(fork);
                for (Task branch : fork.branches()) {
                    task(branch, limit);
                }
            }
            case Task.Listen listen -> {
                Task.@Nullable Iterator each = listen.foreach();
                if (each != null && each.tasks() != null) {
                    list(each.tasks(), limit);
                }
            }
            case Task.Switch choice -> tasks.cases(choice);
            case Task.Try attempt -> {
                tasks.caught(attempt);
                tasks.retried(attempt, limit.present());
                list(attempt.tasks(), limit);
                List<Task> handling = attempt.handler().tasks();
                if (handling != null) {
                    list(handling, limit);
                }
            }
            case Task.Wait wait -> {
                if (wait.duration() instanceof Duration.Fixed fixed) {
                    limited(task, "/wait", "this wait", fixed.millis(), limit);
                }
            }
            case Task.Call ignored -> {}
            case Task.CallDefined ignored -> {}
            case Task.Emit ignored -> {}
            case Task.Raise ignored -> {}
            case Task.RunProcess ignored -> {}
            case Task.RunWorkflow ignored -> {}
            case Task.Set ignored -> {}
        }
    }

    /** Compares a time with the limit around it, and gives the shorter one. */
    private Limit limited(Task task, String property, String what, long millis, Limit outer) {
        if (millis > outer.millis) {
            Range range = places.value(task, property);
            found.add(DiagnosticCode.LONGER_THAN_LIMIT.at(
                    range, what + " is longer than " + outer.what + ", which always comes first"));
            return outer;
        }
        return new Limit(millis, "the timeout of '" + task.head().name() + "'");
    }
}
