package io.flowork.core.machine;

import io.flowork.core.error.WorkflowError;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import io.flowork.grammar.workflow.Expression;
import org.jspecify.annotations.Nullable;

/** A point in a run at which a person can stop. Derived by folding the journal, never stored. */
public sealed interface Step {
    /** Where and when. */
    At at();

    /** What kind of a step it is, in one word. */
    default String kind() {
        return switch (this) {
            case Entered s -> "entered";
            case Skipped s -> "skipped";
            case Evaluated s -> "evaluated";
            case Scheduled s -> "scheduled";
            case Turn s -> "turn";
            case BranchStarted s -> "branch";
            case BranchJoined s -> "joined";
            case Consumed s -> "consumed";
            case Waiting s -> "waiting";
            case Completed s -> "completed";
            case Raised s -> "raised";
            case Retrying s -> "retrying";
            case Caught s -> "caught";
            case Cancelled s -> "cancelled";
        };
    }

    /**
     * The place of a step.
     *
     * @param t its number in the run, 0, 1, 2, …
     * @param time the run's time: milliseconds since 1970-01-01 UTC
     * @param strand the strand it is on; 0 is the main line
     * @param reference the task, or {@code /} for the workflow
     * @param visit identifies this visit of the task: its number in the run, 0, 1, 2, …
     * @param parent the visit of the task around it; -1 for the workflow
     */
    record At(long t, long time, int strand, String reference, long visit, long parent) {}

    /** A task, or the workflow, is about to run. */
    record Entered(At at, JsonValue rawInput, JsonValue input) implements Step {}

    /** A task was skipped because its condition does not hold. */
    record Skipped(At at, JsonValue input) implements Step {}

    /**
     * An expression or a template was evaluated.
     *
     * @param stage its place in the task, such as {@code input.from}
     * @param data what {@code .} was
     * @param result what came out
     */
    record Evaluated(At at, String stage, JsonValue data, JsonValue result) implements Step {}

    /** An effect was scheduled. */
    record Scheduled(At at, Effect effect) implements Step {}

    /** A turn of a loop begins. */
    record Turn(At at, int index, JsonValue item, JsonValue data) implements Step {}

    /** A branch of a fork begins on a strand of its own. */
    record BranchStarted(At at, int branch) implements Step {}

    /** A branch of a fork has ended. */
    record BranchJoined(At at, int branch, JsonValue output) implements Step {}

    /** A subscription consumed an event. */
    record Consumed(At at, JsonValue event) implements Step {}

    /** A task goes on waiting for more events. */
    record Waiting(At at) implements Step {}

    /** A task, or the workflow, has completed. */
    record Completed(At at, JsonValue output) implements Step {}

    /**
     * A task, or the workflow, raised an error or did not handle one from inside.
     *
     * @param spot the part of an expression that failed, if that is why; a listener learns it, the state does not have it
     */
    record Raised(At at, WorkflowError error, @Nullable Spot spot) implements Step {}

    /**
     * A part of an expression.
     *
     * @param expression the expression
     * @param part where in its text
     */
    record Spot(Expression expression, Range part) {}

    /** A try task caught an error and is going to try again after a delay in milliseconds. */
    record Retrying(At at, WorkflowError error, int attempt, long delay) implements Step {}

    /** A try task caught an error for good. */
    record Caught(At at, WorkflowError error) implements Step {}

    /** A task was cancelled. */
    record Cancelled(At at) implements Step {}
}
