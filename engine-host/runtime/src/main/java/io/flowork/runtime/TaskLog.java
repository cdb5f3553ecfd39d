package io.flowork.runtime;

import io.flowork.core.machine.Step;
import io.flowork.core.machine.Steps;
import io.flowork.grammar.json.JsonPointer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists the visits of tasks in the order they were entered, with how they ended. */
public final class TaskLog implements Steps {

    /**
     * A visit of a task.
     *
     * @param name the task's name
     * @param reference the task's reference
     * @param status {@code running}, {@code completed}, {@code faulted}, {@code cancelled} or {@code skipped}
     * @param startedAt when it was entered, in milliseconds since 1970-01-01 UTC
     * @param endedAt when it ended, if it has
     */
    public record Visit(
            String name,
            String reference,
            String status,
            long startedAt,
            @Nullable Long endedAt) {}

    private final List<Visit> visits = new ArrayList<>();
    private final Map<Long, Integer> open = new HashMap<>();

    @Override
    public void step(Step step) {
        switch (step) {
            case Step.Entered entered -> enter(entered.at());
            case Step.Skipped skipped -> {
                enter(skipped.at());
                end(skipped.at(), "skipped");
            }
            case Step.Completed completed -> end(completed.at(), "completed");
            case Step.Raised raised -> {
                if (!open.containsKey(raised.at().visit())) {
                    enter(raised.at());
                }
                end(raised.at(), "faulted");
            }
            case Step.Cancelled cancelled -> end(cancelled.at(), "cancelled");
            case Step.Evaluated s -> {}
            case Step.Scheduled s -> {}
            case Step.Turn s -> {}
            case Step.BranchStarted s -> {}
            case Step.BranchJoined s -> {}
            case Step.Consumed s -> {}
            case Step.Waiting s -> {}
            case Step.Retrying s -> {}
            case Step.Caught s -> {}
        }
    }

    private void enter(Step.At at) {
        if (!at.reference().equals("/")) {
            open.put(at.visit(), visits.size());
            visits.add(new Visit(JsonPointer.last(at.reference()), at.reference(), "running", at.time(), null));
        }
    }

    private void end(Step.At at, String status) {
        Integer place = open.remove(at.visit());
        if (place != null) {
            Visit visit = visits.get(place);
            visits.set(place, new Visit(visit.name(), visit.reference(), status, visit.startedAt(), at.time()));
        }
    }

    /** The visits so far. */
    public List<Visit> visits() {
        return List.copyOf(visits);
    }
}
