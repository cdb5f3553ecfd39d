package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events are consumed. */
public sealed interface EventStrategy {

    /**
     * One event.
     *
     * @param filter what it must be like
     */
    record One(Filter filter) implements EventStrategy {}

    /**
     * One event for every filter.
     *
     * @param filters what they must be like
     */
    record All(List<Filter> filters) implements EventStrategy {}

    /**
     * The first event that matches any filter, or, with an end, all such events until then.
     *
     * @param filters what they must be like; an empty list matches every event
     * @param until a condition over the consumed events that ends listening, if any
     * @param untilConsumed the events that end listening, if any
     */
    record Any(
            List<Filter> filters,
            @Nullable Expression until,
            @Nullable EventStrategy untilConsumed) implements EventStrategy {}

    /**
     * What an event must be like.
     *
     * @param with its attributes: a literal must be equal, an expression is evaluated on the attribute's value (for
     *     {@code data} on the event's data) and must be true, or produce an equal value
     * @param correlate its correlations
     */
    record Filter(List<Attribute> with, List<Correlation> correlate) {}

    /**
     * A condition on an attribute.
     *
     * @param name the attribute's name
     * @param value the literal, or the expression
     */
    record Attribute(String name, Template value) {}

    /**
     * A link between events.
     *
     * @param name its name
     * @param from produces the correlation's value from the event
     * @param expect the value to expect, if given; else the first value binds
     */
    record Correlation(
            String name, Expression from, @Nullable Expectation expect) {}

    /** The value that a correlation expects. */
    sealed interface Expectation {}

    /**
     * A constant.
     *
     * @param value the value
     */
    record Constant(JsonValue value) implements Expectation {}

    /**
     * A value known when the workflow runs.
     *
     * @param expression produces it
     */
    record Computed(Expression expression) implements Expectation {}
}
