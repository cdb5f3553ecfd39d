package io.flowork.dap.shell;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.lsp4j.debug.Source;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;
import org.jspecify.annotations.Nullable;

/** What Flowork's adapter can be asked beyond the protocol; see {@code docs/dap.md}. */
public interface FloworkRequests {
    /**
     * A thread.
     *
     * @param threadId its id
     * @param granularity {@code instruction} to go into the expressions of every task; null for those without tasks inside
     */
    record OnThread(int threadId, @Nullable String granularity) {}

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
     * A search through the run.
     *
     * @param expression the condition: jq over what a task's own expressions see
     * @param which {@code all} stops, or one: the {@code first} or {@code last} of the run, the {@code next} or
     *     {@code previous} one from where the session stands; null for all
     * @param count how many stops to find at most, of all; null for 100, at most 1,000
     */
    record Search(
            String expression,
            @Nullable String which,
            @Nullable Integer count) {}

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

    /**
     * A value that somebody sees.
     *
     * @param expression a part of {@code $context}, {@code $input} or {@code .}, such as {@code $context.total}
     * @param dataId instead of it what {@code dataBreakpointInfo} gave
     * @param frameId the frame at which it is seen; null for the innermost one
     */
    record Value(
            @Nullable String expression,
            @Nullable String dataId,
            @Nullable Integer frameId) {}

    /**
     * The last change of a value.
     *
     * @param description what a person calls the value
     * @param t the number of the step that wrote it; of an edit, that of the first step after it; null if nothing did
     * @param threadId the thread of the task that wrote it; null if no task did
     * @param reference the task that wrote it; null for who edited the branch
     * @param before the value before as JSON, shortened
     * @param after the value since, which is that of now
     * @param stop the first stop that shows it, at which a data breakpoint stops; or the end
     */
    record LastChange(
            String description,
            @Nullable Long t,
            @Nullable Integer threadId,
            @Nullable String reference,
            @Nullable String before,
            @Nullable String after,
            @Nullable FoundStop stop) {}

    /** Where a value got what it is; the session stays where it stands. */
    @JsonRequest("flowork/lastWrite")
    CompletableFuture<LastChange> lastWrite(Value arguments);

    /**
     * A question where a value comes from.
     *
     * @param expression jq as a task's own expressions see it: a path such as {@code $context.total}, or more
     * @param frameId the frame at which it is asked; null for the innermost one
     * @param values how many values to tell of at most; null for 100, at most 400
     * @param links how many links a chain of them has at most; null for as many as there are
     */
    record Why(
            String expression,
            @Nullable Integer frameId,
            @Nullable Integer values,
            @Nullable Integer links) {}

    /**
     * A value, and what it comes from.
     *
     * @param kind what it is: {@code input}, {@code rawInput}, {@code output}, {@code rawOutput}, {@code context},
     *     {@code expression}, {@code runInput}, {@code answer}, {@code childRun}, {@code event}, {@code index},
     *     {@code error}, {@code written}, {@code runtime}, {@code secret}, {@code edited} or {@code unknown}
     * @param how what it has to do with the value that it is an origin of: {@code copied}, {@code computed},
     *     {@code decided} or {@code written}
     * @param t the number of the step at which it was made or came in; -1 when that is not known
     * @param threadId the thread it belongs to
     * @param reference the task it belongs to, or {@code /} for the run
     * @param stage the place in the task, such as {@code input.from}; for an answer the function that was called
     * @param path the path to it in what it is a part of, as jq
     * @param value the value as JSON, shortened
     * @param part the part of an expression that read it, or made it
     * @param source the text that this stands in, with {@code line} to {@code endColumn}
     * @param isElsewhere whether its origins are told with another one that is the same
     * @param from what it comes from
     */
    record Reason(
            String kind,
            String how,
            long t,
            int threadId,
            String reference,
            @Nullable String stage,
            String path,
            String value,
            @Nullable String part,
            @Nullable Source source,
            @Nullable Integer line,
            @Nullable Integer column,
            @Nullable Integer endLine,
            @Nullable Integer endColumn,
            boolean isElsewhere,
            List<Reason> from) {}

    /**
     * Where a value comes from.
     *
     * @param value the value
     * @param isWhole whether all is told
     */
    record Reasons(Reason value, boolean isWhole) {}

    /** Where a value comes from: through expressions, from task to task, to what came in from outside. */
    @JsonRequest("flowork/provenance")
    CompletableFuture<Reasons> provenance(Why arguments);
}
