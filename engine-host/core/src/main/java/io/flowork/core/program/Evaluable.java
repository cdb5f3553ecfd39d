package io.flowork.core.program;

import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqException;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.workflow.Expression;

/** A compiled value: what it takes to produce it each time it is needed. */
public sealed interface Evaluable {

    /**
     * A value that is always the same.
     *
     * @param value the value
     */
    record Constant(JsonValue value) implements Evaluable {}

    /**
     * What a jq program produces.
     *
     * @param filter the program
     * @param expression what it was compiled from, for messages
     */
    record Computed(CompiledFilter filter, Expression expression) implements Evaluable {}

    /**
     * A string that is a program in loose mode: if it fails with a {@link JqException} the text stands.
     *
     * @param filter the program
     * @param expression what it was compiled from, for messages
     * @param text the text as written
     */
    record Loose(CompiledFilter filter, Expression expression, String text) implements Evaluable {}

    /**
     * A URI template over the top-level properties of the data.
     *
     * @param template the template
     */
    record Uri(UriTemplate template) implements Evaluable {}

    /**
     * An array.
     *
     * @param elements its elements; never changed
     */
    @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop and never handed out
    record ArrayOf(Evaluable[] elements) implements Evaluable {}

    /**
     * An object.
     *
     * @param keys its keys, shared by all objects it produces; never changed
     * @param values their values; never changed
     */
    @SuppressWarnings("ArrayRecordComponent") // read in the innermost loop and never handed out
    record ObjectOf(String[] keys, Evaluable[] values) implements Evaluable {}
}
