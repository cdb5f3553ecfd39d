package io.flowork.core.program;

/** A list of tasks to do in sequence. */
public final class TaskList {
    private Node[] nodes = {};

    TaskList() {}

    void set(Node[] all) {
        nodes = all;
    }

    /** The number of tasks. */
    public int size() {
        return nodes.length;
    }

    /** The task at a place from 0. */
    public Node get(int index) {
        return nodes[index];
    }
}
