package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A task, by its kind. Every reference into {@code use} is resolved. */
public sealed interface Task {

    /** What every task has. */
    TaskHead head();

    /**
     * {@code call} of a protocol or a function known to the engine: {@code http}, {@code openapi}, {@code grpc}, …
     *
     * @param head what every task has
     * @param function the function's name; for functions of the default catalog {@code name:version@default}
     * @param arguments {@code with}; references to {@code use.authentications} are replaced by their definitions, and
     *     authentication by secret ({@code basic: {use: name}}) stays as written
     * @param subscription how messages are consumed, when that is what the call is for
     */
    record Call(
            TaskHead head,
            String function,
            Template arguments,
            @Nullable Subscription subscription) implements Task {}

    /**
     * {@code call} of a function defined in {@code use.functions}.
     *
     * @param head what every task has
     * @param function the function's name
     * @param arguments {@code with}, the input of the function's task
     */
    record CallDefined(TaskHead head, String function, Template arguments) implements Task {}

    /**
     * {@code do}.
     *
     * @param head what every task has
     * @param tasks the tasks to do in sequence
     */
    record Do(TaskHead head, List<Task> tasks) implements Task {}

    /**
     * {@code emit}.
     *
     * @param head what every task has
     * @param event the event's attributes and data as written in {@code emit.event.with}
     */
    record Emit(TaskHead head, Template event) implements Task {}

    /**
     * {@code for}.
     *
     * @param head what every task has
     * @param each the variable of the item, {@code item} by default
     * @param in the items
     * @param at the variable of the index, {@code index} by default
     * @param condition {@code while}, if any
     * @param tasks the tasks to do for each item
     */
    record For(
            TaskHead head,
            String each,
            Template in,
            String at,
            @Nullable Expression condition,
            List<Task> tasks) implements Task {}

    /**
     * {@code fork}.
     *
     * @param head what every task has
     * @param compete whether the first branch to complete wins
     * @param branches one task a branch
     */
    record Fork(TaskHead head, boolean compete, List<Task> branches) implements Task {}

    /**
     * {@code listen}.
     *
     * @param head what every task has
     * @param to the events to consume
     * @param read what of each event is consumed
     * @param foreach what to do for each event, if anything
     */
    record Listen(
            TaskHead head,
            EventStrategy to,
            EventRead read,
            @Nullable Iterator foreach) implements Task {}

    /**
     * {@code raise}.
     *
     * @param head what every task has
     * @param error the error as written; a reference to {@code use.errors} is resolved
     */
    record Raise(TaskHead head, Template error) implements Task {}

    /**
     * {@code run} of a container, script or shell command.
     *
     * @param head what every task has
     * @param process {@code container}, {@code script} or {@code shell}
     * @param configuration its configuration as written
     * @param external the script kept elsewhere ({@code script.source}), if any
     * @param await whether to wait for its end
     * @param result what of it becomes the output
     */
    record RunProcess(
            TaskHead head,
            String process,
            Template configuration,
            @Nullable ExternalResource external,
            boolean await,
            ProcessResult result)
            implements Task {}

    /**
     * {@code run.workflow}.
     *
     * @param head what every task has
     * @param namespace the workflow's namespace
     * @param name the workflow's name
     * @param version the workflow's version, or {@code latest}
     * @param input its input, if given; else the task's transformed input
     * @param await whether to wait for its end
     * @param result what of it becomes the output
     */
    record RunWorkflow(
            TaskHead head,
            String namespace,
            String name,
            String version,
            @Nullable Template input,
            boolean await,
            ProcessResult result)
            implements Task {}

    /**
     * {@code set}.
     *
     * @param head what every task has
     * @param value the new data
     */
    record Set(TaskHead head, Template value) implements Task {}

    /**
     * {@code switch}.
     *
     * @param head what every task has
     * @param cases the cases in order
     */
    record Switch(TaskHead head, List<Case> cases) implements Task {}

    /**
     * {@code try}.
     *
     * @param head what every task has
     * @param tasks the tasks to try
     * @param handler {@code catch}
     */
    record Try(TaskHead head, List<Task> tasks, Catch handler) implements Task {}

    /**
     * {@code wait}.
     *
     * @param head what every task has
     * @param duration how long
     */
    record Wait(TaskHead head, Duration duration) implements Task {}

    /** What of a process becomes a task's output. */
    enum ProcessResult {
        STDOUT,
        STDERR,
        CODE,
        ALL,
        NONE
    }

    /** What of an event is consumed. */
    enum EventRead {
        DATA,
        ENVELOPE,
        RAW
    }

    /**
     * A case of a switch.
     *
     * @param name its name
     * @param when its condition; none for the default case
     * @param then where to go when it matches
     */
    record Case(String name, @Nullable Expression when, FlowDirective then) {}

    /**
     * What to do with errors.
     *
     * @param filter {@code errors.with}: an error must have these members with these values; none matches every error
     * @param as the variable of the error, {@code error} by default
     * @param when a condition to catch it, if any
     * @param exceptWhen a condition not to catch it, if any
     * @param retry how to try again, if at all; a reference to {@code use.retries} is resolved
     * @param tasks the tasks to do when retries are exhausted, if any
     * @param then where to go afterwards, if said; else the task's own directive counts
     */
    record Catch(
            @Nullable JsonObject filter,
            String as,
            @Nullable Expression when,
            @Nullable Expression exceptWhen,
            @Nullable Retry retry,
            @Nullable List<Task> tasks,
            @Nullable FlowDirective then) {}

    /**
     * A retry policy.
     *
     * @param when a condition to try again, if any
     * @param exceptWhen a condition not to try again, if any
     * @param delay the delay before trying again, if any
     * @param backoff how the delay grows
     * @param attempts how many attempts are allowed after the first, if limited
     * @param attemptDuration how long each attempt may take, if limited
     * @param totalDuration how long all attempts together may take, if limited
     * @param jitterFrom the least jitter, if any
     * @param jitterTo the most jitter, if any
     */
    record Retry(
            @Nullable Expression when,
            @Nullable Expression exceptWhen,
            @Nullable Duration delay,
            Backoff backoff,
            @Nullable Long attempts,
            @Nullable Duration attemptDuration,
            @Nullable Duration totalDuration,
            @Nullable Duration jitterFrom,
            @Nullable Duration jitterTo) {}

    /** How a retry's delay grows. */
    enum Backoff {
        CONSTANT,
        LINEAR,
        EXPONENTIAL
    }

    /**
     * What to do for each consumed event or message.
     *
     * @param item the variable of the event, {@code item} by default
     * @param at the variable of its index, {@code index} by default
     * @param tasks the tasks to do, if any
     * @param output how each turn's output is transformed
     * @param export how each turn changes the context
     */
    record Iterator(String item, String at, @Nullable List<Task> tasks, DataStage output, DataStage export) {}

    /**
     * How messages are consumed.
     *
     * @param filter which count, if not all
     * @param time how long, if limited
     * @param amount how many, if limited
     * @param goesOn {@code while}: holds after a message when there may be another one
     * @param until holds before a message when there is to be no further one
     * @param foreach what to do for each, if anything
     */
    record Subscription(
            @Nullable Expression filter,
            @Nullable Duration time,
            @Nullable Long amount,
            @Nullable Expression goesOn,
            @Nullable Expression until,
            @Nullable Iterator foreach) {}
}
