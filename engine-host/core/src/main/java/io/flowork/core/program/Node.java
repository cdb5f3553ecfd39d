package io.flowork.core.program;

import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.text.Range;
import org.jspecify.annotations.Nullable;

/**
 * A compiled task, or the workflow itself, whose reference is {@code /}. Two nodes are the same only if they are one.
 */
public final class Node {
    private final String name;
    private final String reference;
    private final Range range;
    private final TaskList list;
    private final int index;
    private final @Nullable Evaluable condition;
    private final Stage input;
    private final Stage output;
    private final Stage export;
    private final @Nullable Evaluable timeout;
    private final Flow then;
    private final int[] extensions;
    private final JsonObject definition;
    private final Scope scope;
    private final Body body;

    Node(
            String name,
            String reference,
            Range range,
            TaskList list,
            int index,
            @Nullable Evaluable condition,
            Stage input,
            Stage output,
            Stage export,
            @Nullable Evaluable timeout,
            Flow then,
            int[] extensions,
            JsonObject definition,
            Scope scope,
            Body body) {
        this.name = name;
        this.reference = reference;
        this.range = range;
        this.list = list;
        this.index = index;
        this.condition = condition;
        this.input = input;
        this.output = output;
        this.export = export;
        this.timeout = timeout;
        this.then = then;
        this.extensions = extensions;
        this.definition = definition;
        this.scope = scope;
        this.body = body;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Its JSON pointer in the document. */
    public String reference() {
        return reference;
    }

    /** Where it stands in the file. */
    public Range range() {
        return range;
    }

    /** The list it is in; the workflow and a function are alone in theirs. */
    public TaskList list() {
        return list;
    }

    /** Its place in that list. */
    public int index() {
        return index;
    }

    /** {@code if}, if any. */
    public @Nullable Evaluable condition() {
        return condition;
    }

    /** {@code input}. */
    public Stage input() {
        return input;
    }

    /** {@code output}. */
    public Stage output() {
        return output;
    }

    /** {@code export}. */
    public Stage export() {
        return export;
    }

    /** How long it may take, if limited. */
    public @Nullable Evaluable timeout() {
        return timeout;
    }

    /** Where to go afterwards. */
    public Flow then() {
        return then;
    }

    /** The numbers of the extensions that may apply, in order. */
    public int[] extensions() {
        return extensions;
    }

    /** The task as written. */
    public JsonObject definition() {
        return definition;
    }

    /** The names that its expressions can use. */
    public Scope scope() {
        return scope;
    }

    /** What it does. */
    public Body body() {
        return body;
    }

    /** Whether nothing happens between its raw input and its body. */
    public boolean startsDirectly() {
        return condition == null && input.isEmpty() && timeout == null && extensions.length == 0;
    }

    /** Whether nothing happens between its raw output and its end. */
    public boolean endsDirectly() {
        return output.isEmpty() && export.isEmpty() && extensions.length == 0;
    }

    @Override
    public String toString() {
        return reference;
    }
}
