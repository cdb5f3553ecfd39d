package io.flowork.core.program;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.workflow.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a compiled task does, by its kind. */
public sealed interface Body {

    /**
     * Calls a function of the engine.
     *
     * @param function its name
     * @param arguments its arguments
     * @param resource the member of the arguments that names an outside document to fetch first: {@code document} for
     *     OpenAPI and AsyncAPI, {@code proto} for gRPC, {@code agentCard} for A2A; null when there is none
     */
    record Call(
            String function, Evaluable arguments, @Nullable String resource) implements Body {}

    /**
     * Calls a function that the workflow defines.
     *
     * @param function its task, alone in a list
     * @param arguments the input of that task
     */
    record CallDefined(TaskList function, Evaluable arguments) implements Body {}

    /**
     * Calls a function that is kept in a file.
     *
     * @param name what the workflow calls it
     * @param source where the file is, or the catalog: a URI, or an object with {@code uri} and {@code authentication};
     *     null for the default catalog
     * @param path where the file is in the catalog; null when the source is the file itself
     * @param arguments the input of that task
     */
    record CallFetched(
            String name,
            @Nullable Evaluable source,
            @Nullable String path,
            Evaluable arguments) implements Body {}

    /**
     * Does tasks in sequence.
     *
     * @param tasks the tasks
     */
    record Do(TaskList tasks) implements Body {}

    /**
     * Emits an event.
     *
     * @param event its attributes and data
     */
    record Emit(Evaluable event) implements Body {}

    /**
     * Does tasks for each item.
     *
     * @param in the items
     * @param condition checked before each turn, if any
     * @param tasks the tasks; the item and the index are their innermost variables
     */
    record For(Evaluable in, @Nullable Evaluable condition, TaskList tasks) implements Body {}

    /**
     * Does tasks at the same time.
     *
     * @param compete whether the first to complete wins
     * @param branches the tasks
     */
    record Fork(boolean compete, TaskList branches) implements Body {}

    /**
     * Consumes messages.
     *
     * @param function the function that receives them
     * @param arguments its arguments
     * @param filter which messages count, if not all
     * @param time how long, if limited
     * @param amount how many, if limited
     * @param goesOn holds after a message when there may be another one, over those so far
     * @param until holds before a message when there is to be no further one, over those so far
     * @param foreach what to do for each, if anything
     */
    record Consume(
            String function,
            Evaluable arguments,
            @Nullable Evaluable filter,
            @Nullable Evaluable time,
            @Nullable Long amount,
            @Nullable Evaluable goesOn,
            @Nullable Evaluable until,
            @Nullable Foreach foreach)
            implements Body {}

    /**
     * Consumes events.
     *
     * @param to which
     * @param read what of each
     * @param foreach what to do for each, if anything
     */
    record Listen(Events to, Task.EventRead read, @Nullable Foreach foreach) implements Body {}

    /**
     * Raises an error.
     *
     * @param error the error
     */
    record Raise(Evaluable error) implements Body {}

    /**
     * Runs a process.
     *
     * @param function the name of the function that runs it: {@code run:shell}, {@code run:script},
     *     {@code run:container}
     * @param arguments the process's configuration
     * @param source where the script is, when it is kept elsewhere
     * @param await whether to wait for its end
     * @param result what of it becomes the output
     */
    record RunProcess(
            String function, Evaluable arguments, @Nullable Evaluable source, boolean await, Task.ProcessResult result)
            implements Body {}

    /**
     * Runs another workflow.
     *
     * @param namespace its namespace
     * @param name its name
     * @param version its version, or {@code latest}
     * @param input its input, if not the task's
     * @param await whether to wait for its end
     */
    record RunWorkflow(
            String namespace,
            String name,
            String version,
            @Nullable Evaluable input,
            boolean await) implements Body {}

    /**
     * Replaces the data.
     *
     * @param value the new data
     */
    record Set(Evaluable value) implements Body {}

    /**
     * Chooses where to go.
     *
     * @param cases the cases in order, the one without a condition last
     */
    record Switch(List<Case> cases) implements Body {}

    /**
     * Does tasks and handles their errors.
     *
     * @param tasks the tasks
     * @param filter the members that an error must have to be caught, if any
     * @param variable the name of the error variable
     * @param when a condition to catch it, if any
     * @param exceptWhen a condition not to catch it, if any
     * @param retry how to try again, if at all
     * @param handler the tasks to do when an error was caught for good, if any; the error is their innermost variable
     * @param then where to go then, if not where the task goes
     */
    record Try(
            TaskList tasks,
            @Nullable JsonObject filter,
            String variable,
            @Nullable Evaluable when,
            @Nullable Evaluable exceptWhen,
            @Nullable Retry retry,
            @Nullable TaskList handler,
            @Nullable Flow then)
            implements Body {}

    /**
     * Waits.
     *
     * @param duration how long
     */
    record Wait(Evaluable duration) implements Body {}

    /**
     * A case of a switch.
     *
     * @param name its name
     * @param when its condition; none always matches
     * @param then where to go
     */
    record Case(String name, @Nullable Evaluable when, Flow then) {}

    /**
     * How to try again.
     *
     * @param when a condition to, if any
     * @param exceptWhen a condition not to, if any
     * @param delay the first delay, if any
     * @param backoff how the delay grows
     * @param attempts how often at most, if limited
     * @param attemptDuration how long each attempt may take, if limited
     * @param totalDuration how long all may take together, if limited
     * @param jitterFrom the least jitter, if any
     * @param jitterTo the most jitter, if any
     */
    record Retry(
            @Nullable Evaluable when,
            @Nullable Evaluable exceptWhen,
            @Nullable Evaluable delay,
            Task.Backoff backoff,
            @Nullable Long attempts,
            @Nullable Evaluable attemptDuration,
            @Nullable Evaluable totalDuration,
            @Nullable Evaluable jitterFrom,
            @Nullable Evaluable jitterTo) {}

    /**
     * What to do for each consumed event.
     *
     * @param tasks the tasks, if any; the event and its index are their innermost variables
     * @param output how each turn's output is transformed
     * @param export how each turn changes the context
     */
    record Foreach(@Nullable TaskList tasks, Stage output, Stage export) {}

    /** Which events are consumed. */
    sealed interface Events {
        /** Every filter that can match, for subscribing; empty when any event can. */
        List<EventFilter> filters();
    }

    /**
     * One event.
     *
     * @param filter what it must be like
     */
    record One(EventFilter filter) implements Events {
        @Override
        public List<EventFilter> filters() {
            return List.of(filter);
        }
    }

    /**
     * One event for every filter.
     *
     * @param filters what they must be like
     */
    record All(List<EventFilter> filters) implements Events {}

    /**
     * Any event that matches, or all of them until an end.
     *
     * @param filters what they must be like; empty for every event
     * @param until a condition over the consumed events that ends it, if any
     * @param untilConsumed the events that end it, if any
     */
    record Any(
            List<EventFilter> filters,
            @Nullable Evaluable until,
            @Nullable Events untilConsumed) implements Events {}

    /**
     * What an event must be like.
     *
     * @param attributes conditions on its attributes
     * @param correlations its links to other events
     */
    record EventFilter(List<Attribute> attributes, List<Correlation> correlations) {}

    /**
     * A condition on an attribute.
     *
     * @param name its name
     * @param value a constant to be equal to, or a program that is run on the attribute
     */
    record Attribute(String name, Evaluable value) {}

    /**
     * A link to other events.
     *
     * @param name its name
     * @param from produces its value from the event
     * @param expect the value to expect, if known beforehand
     */
    record Correlation(
            String name, Evaluable from, @Nullable Evaluable expect) {}
}
