package io.flowork.lsp.recorded;

import io.flowork.grammar.json.JsonPointer;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the last runs of a workflow did. Places are JSON pointers into its text, as tasks are referred to.
 *
 * @param runs the last runs, the newest first
 * @param looked how many of them were looked into for what follows
 * @param ended how many runs have ended, of those that were counted
 * @param completed how many of these have an output
 * @param text the workflow's text as the newest run has it; null if that cannot be read
 * @param definition what that text says; null if it cannot be read
 * @param tasks what was seen at tasks, by their references; {@code /} is the workflow
 * @param evaluated what was seen where something is evaluated, such as {@code /do/0/pay/set}
 */
public record RecordedWorkflow(
        List<PastRun> runs,
        int looked,
        int ended,
        int completed,
        @Nullable String text,
        @Nullable JsonValue definition,
        Map<String, RecordedPlace> tasks,
        Map<String, RecordedPlace> evaluated) {
    /** Copies the runs and the places. */
    public RecordedWorkflow {
        runs = List.copyOf(runs);
        tasks = Map.copyOf(tasks);
        evaluated = Map.copyOf(evaluated);
    }

    /** What was seen at a task, by its reference; nothing if no run came there. */
    public Optional<RecordedPlace> task(String reference) {
        return Optional.ofNullable(tasks.get(reference));
    }

    /**
     * What was seen at the task before a place in a list of tasks; nothing if no run came there.
     *
     * @param list where the list is
     * @param index the place in it, from 0
     */
    public Optional<RecordedPlace> before(String list, int index) {
        String start = list + "/" + (index - 1) + "/";
        for (Map.Entry<String, RecordedPlace> task : tasks.entrySet()) {
            if (task.getKey().startsWith(start) && task.getKey().indexOf('/', start.length()) < 0) {
                return Optional.of(task.getValue());
            }
        }
        return Optional.empty();
    }

    /**
     * What was seen at an expression, or at data with expressions in it.
     *
     * @param place where it is in the text, such as {@code /do/0/pay/set/sum}
     * @param text what is written there; if it was another expression that ran, nothing is known of what comes out
     * @return what {@code .} was there, and what came out; nothing if no run came there
     */
    public Optional<RecordedPlace> expression(String place, String text) {
        List<String> within = new ArrayList<>();
        String at = place;
        while (!at.isEmpty()) {
            RecordedPlace found = evaluated.get(at);
            if (found != null) {
                boolean same = definition != null
                        && JsonPointer.find(definition, place) instanceof JsonString ran
                        && ran.value().equals(text);
                return Optional.of(new RecordedPlace(
                        found.visits(),
                        found.input(),
                        same ? found.output().at(within.reversed()) : RecordedValues.NONE));
            }
            within.add(JsonPointer.last(at));
            at = at.substring(0, at.lastIndexOf('/'));
        }
        return Optional.empty();
    }

    /** In how many runs something was, of those that were looked into: {@code in 3 of the last 100 runs}. */
    public String inRuns(int runs) {
        return looked == 1 ? "in the last run" : "in " + runs + " of the last " + looked + " runs";
    }
}
