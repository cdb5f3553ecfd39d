package io.flowork.core.program;

import io.flowork.grammar.workflow.Workflow;
import java.util.List;
import java.util.Map;

/**
 * A compiled workflow: immutable, addressed by the hash of its text.
 */
public final class Program {
    private final Workflow workflow;
    private final String hash;
    private final Node root;
    private final List<Extender> extensions;
    private final Map<String, Node> nodes;

    Program(Workflow workflow, String hash, Node root, List<Extender> extensions, Map<String, Node> nodes) {
        this.workflow = workflow;
        this.hash = hash;
        this.root = root;
        this.extensions = List.copyOf(extensions);
        this.nodes = Map.copyOf(nodes);
    }

    /**
     * Compiles a workflow.
     *
     * @param workflow a workflow without errors
     * @param hash the hash of its text, which journals name it by
     */
    public static Program compile(Workflow workflow, String hash) {
        return new ProgramCompiler(workflow).compile(hash);
    }

    /** The workflow this was compiled from. */
    public Workflow workflow() {
        return workflow;
    }

    /** The hash of the workflow's text. */
    public String hash() {
        return hash;
    }

    /** The workflow itself as the outermost node. */
    public Node root() {
        return root;
    }

    /** The extensions in order. */
    public List<Extender> extensions() {
        return extensions;
    }

    /**
     * The task with a reference.
     *
     * @throws IllegalArgumentException if there is none: the state that asks belongs to another program
     */
    public Node node(String reference) {
        Node node = nodes.get(reference);
        if (node == null) {
            throw new IllegalArgumentException("there is no task " + reference + " in this workflow");
        }
        return node;
    }
}
