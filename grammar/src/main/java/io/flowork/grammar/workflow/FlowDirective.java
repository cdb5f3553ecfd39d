package io.flowork.grammar.workflow;

/** Where a workflow goes after a task. */
public sealed interface FlowDirective {
    /** To the next task of the list; after the last one as {@link Exit}. */
    record Continue() implements FlowDirective {}

    /** Out of the list the task is in. */
    record Exit() implements FlowDirective {}

    /** To the end of the workflow, from any depth. */
    record End() implements FlowDirective {}

    /**
     * To a task of the same list.
     *
     * @param task its name; a task of that name is in the list
     */
    record Goto(String task) implements FlowDirective {}
}
