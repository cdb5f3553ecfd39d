package io.flowork.grammar.scope;

/** A place in the data flow at which expressions are evaluated; the standard says by place what they can use. */
public enum Stage {
    WORKFLOW_INPUT("the workflow's 'input'"),
    CONDITION("'if'"),
    TASK_INPUT("a task's 'input'"),
    DEFINITION("a task's definition"),
    TASK_OUTPUT("a task's 'output'"),
    TASK_EXPORT("a task's 'export'"),
    WORKFLOW_OUTPUT("the workflow's 'output'");

    private final String description;

    Stage(String description) {
        this.description = description;
    }

    /** What a message calls it. */
    public String description() {
        return description;
    }
}
