package io.flowork.core.program;

/** Where to go after a task, resolved. */
public sealed interface Flow {
    /** To the next task of the list, or out of it after the last one. */
    record Continue() implements Flow {}

    /** Out of the list. */
    record Exit() implements Flow {}

    /** To the end of the workflow. */
    record End() implements Flow {}

    /**
     * To a task of the same list.
     *
     * @param index its place in the list
     */
    record Goto(int index) implements Flow {}

    Flow CONTINUE = new Continue();
    Flow EXIT = new Exit();
    Flow END = new End();
}
