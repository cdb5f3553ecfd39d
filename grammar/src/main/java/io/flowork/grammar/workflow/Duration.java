package io.flowork.grammar.workflow;

/** How long something takes. */
public sealed interface Duration {

    /**
     * A fixed duration. A year is 365 days, a month 30.
     *
     * @param millis milliseconds, at least 0
     */
    record Fixed(long millis) implements Duration {}

    /**
     * A duration known when the workflow runs.
     *
     * @param value produces an ISO 8601 string, or an object of {@code days}, {@code hours}, {@code minutes},
     *     {@code seconds}, {@code milliseconds}
     */
    record Computed(Template value) implements Duration {}
}
