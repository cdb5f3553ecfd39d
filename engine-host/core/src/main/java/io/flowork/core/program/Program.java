package io.flowork.core.program;

import io.flowork.grammar.binding.WorkflowBinder;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.workflow.Workflow;
import io.flowork.grammar.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A compiled workflow: immutable, addressed by the hash of its text.
 */
public final class Program {
    private final Workflow workflow;
    private final String hash;
    private final Node root;
    private final List<Extender> extensions;
    private final Map<String, Node> nodes;

    /** What runs have fetched, by its place: only a memory, for the text is in their states. */
    private final Map<String, FetchedFunction> fetched = new ConcurrentHashMap<>();

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

    /** The references of all its tasks, with those of its functions and extensions, and {@code /} for itself. */
    public Set<String> references() {
        return nodes.keySet();
    }

    /** The extensions in order. */
    public List<Extender> extensions() {
        return extensions;
    }

    /** What separates a function's place from the pointer into it, in the references of its tasks. */
    public static final char IN_FILE = '#';

    /** The place of the file that a task is in; empty when it is in the workflow itself. */
    public static String place(String reference) {
        int end = reference.startsWith("/") ? -1 : reference.indexOf(IN_FILE);
        return end < 0 ? "" : reference.substring(0, end);
    }

    /**
     * A function that is kept in a file.
     *
     * @param place where the file is; the references of its tasks begin with it
     * @param text what is in it
     * @return its task, alone in a list
     * @throws UnusableFunctionException if the text is no function
     */
    public TaskList function(String place, String text) throws UnusableFunctionException {
        return compiled(place, text).list();
    }

    /**
     * A task of a function that is kept in a file.
     *
     * @param reference its reference
     * @param text what is in the file
     * @throws IllegalArgumentException if there is none: the state that asks belongs to another program
     */
    public Node node(String reference, String text) {
        try {
            Node node = compiled(place(reference), text).nodes().get(reference);
            if (node != null) {
                return node;
            }
        } catch (UnusableFunctionException e) {
            throw new IllegalArgumentException(reference + ": " + e.reason(), e);
        }
        throw new IllegalArgumentException("there is no task " + reference);
    }

    /** The references of the tasks of a function that is kept in a file; none if the text is no function. */
    public Set<String> references(String place, String text) {
        try {
            return compiled(place, text).nodes().keySet();
        } catch (UnusableFunctionException e) {
            return Set.of();
        }
    }

    private FetchedFunction compiled(String place, String text) throws UnusableFunctionException {
        FetchedFunction known = fetched.get(place);
        if (known != null && known.text().equals(text)) {
            return known;
        }
        SourceText source = SourceText.of(place, text);
        WorkflowBinder.BoundFunction bound =
                WorkflowBinder.bindFunction(YamlReader.read(source), name(place), place + IN_FILE);
        if (bound.task() == null) {
            throw new UnusableFunctionException(bound.diagnostics().stream()
                    .filter(found -> found.severity() == Severity.ERROR)
                    .map(found ->
                            "line " + source.position(found.range().start()).line() + ": " + found.message())
                    .findFirst()
                    .orElse("it is empty"));
        }
        FetchedFunction function;
        try {
            function = new ProgramCompiler(workflow).function(text, bound.task());
        } catch (IllegalArgumentException e) {
            throw new UnusableFunctionException(String.valueOf(e.getMessage()));
        }
        fetched.put(place, function);
        return function;
    }

    /** What a function is called by its place: the folder of its version and name, or the file. */
    private static String name(String place) {
        String[] parts = place.split("/", -1);
        boolean catalogued = parts.length >= 4 && parts[parts.length - 4].equals("functions");
        return catalogued ? parts[parts.length - 3] : parts[parts.length - 1];
    }

    /**
     * The task with a reference. One of a function in a file is known as soon as a run of this program has used it.
     *
     *
     * @throws IllegalArgumentException if there is none: the state that asks belongs to another program
     */
    public Node node(String reference) {
        Node node = nodes.get(reference);
        FetchedFunction function = node == null ? fetched.get(place(reference)) : null;
        if (function != null) {
            node = function.nodes().get(reference);
        }
        if (node == null) {
            throw new IllegalArgumentException("there is no task " + reference + " in this workflow");
        }
        return node;
    }
}
