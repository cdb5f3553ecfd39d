package io.flowork.dap.shell;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.jspecify.annotations.Nullable;

/** What Flowork's adapter can be asked beyond the protocol; see {@code docs/dap.md}. */
public interface FloworkRequests {
    /**
     * A thread.
     *
     * @param threadId its id
     */
    record OnThread(int threadId) {}

    /** The reverse of {@code stepIn}: to the stop before, at any depth. */
    @JsonRequest("flowork/stepBackInto")
    CompletableFuture<@Nullable Void> stepBackInto(OnThread arguments);

    /** The reverse of {@code stepOut}: to the task around. */
    @JsonRequest("flowork/stepBackOut")
    CompletableFuture<@Nullable Void> stepBackOut(OnThread arguments);

    /**
     * A position.
     *
     * @param t the number of a step
     */
    record Position(long t) {}

    /** Goes to the last task at a step or before it. */
    @JsonRequest("flowork/seek")
    CompletableFuture<@Nullable Void> seek(Position arguments);

    /**
     * A page of steps.
     *
     * @param from the number of the first one; from 0 on
     * @param count how many; null for 100, at most 1,000
     */
    record Page(@Nullable Long from, @Nullable Integer count) {}

    /**
     * A step.
     *
     * @param t its number
     * @param kind what it is, in one word
     * @param threadId the thread it is on
     * @param time the run's time: ISO 8601
     * @param reference the task
     * @param visit the number of this visit of the task
     */
    record StepItem(long t, String kind, int threadId, String time, String reference, long visit) {}

    /**
     * Steps.
     *
     * @param steps in their order
     * @param total how many there are in the run
     * @param at the step that the session stands at
     */
    record Steps(List<StepItem> steps, long total, long at) {}

    /** The steps of the run, a page at a time. */
    @JsonRequest("flowork/timeline")
    CompletableFuture<Steps> timeline(Page arguments);

    /**
     * A search through all of the run.
     *
     * @param expression the condition: jq over what a task's own expressions see
     * @param count how many stops to find at most; null for 100, at most 1,000
     */
    record Search(String expression, @Nullable Integer count) {}

    /**
     * A stop.
     *
     * @param t the number of its step, for {@code flowork/seek}
     * @param threadId the thread it is on
     * @param reference the task
     */
    record FoundStop(long t, int threadId, String reference) {}

    /**
     * What was found.
     *
     * @param stops in the order of the run
     * @param looked at how many stops the condition was evaluated
     * @param failed at how many of them it failed
     * @param error why it failed where it did first, if it did
     */
    record FoundStops(
            List<FoundStop> stops,
            long looked,
            long failed,
            @Nullable String error) {}

    /** The stops at which a condition holds. */
    @JsonRequest("flowork/find")
    CompletableFuture<FoundStops> find(Search arguments);
}
