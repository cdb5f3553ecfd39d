package io.flowork.grammar.workflow;

import io.flowork.grammar.json.JsonValue;
import java.util.List;

/** A value in a workflow that may have runtime expressions inside. */
public sealed interface Template {

    /**
     * A value without any expression inside.
     *
     * @param value the value itself
     */
    record Literal(JsonValue value) implements Template {}

    /**
     * A value that an expression produces.
     *
     * @param expression the expression
     */
    record Computed(Expression expression) implements Template {}

    /**
     * A URI template (RFC 6570, level 1) whose variables are top-level properties of the task's transformed input.
     *
     * @param text the template as written
     */
    record UriTemplate(String text) implements Template {}

    /**
     * A string that is an expression in loose mode: when it parses as one and evaluates, its result; else the text.
     *
     * @param expression the expression
     * @param text the text as written
     */
    record Loose(Expression expression, String text) implements Template {}

    /**
     * An array, at least one element of which is no literal.
     *
     * @param elements its elements
     */
    record ArrayOf(List<Template> elements) implements Template {
        /** Copies the elements. */
        public ArrayOf {
            elements = List.copyOf(elements);
        }
    }

    /**
     * An object, at least one value of which is no literal.
     *
     * @param members its members, keys unique, in order
     */
    record ObjectOf(List<Member> members) implements Template {
        /** Copies the members. */
        public ObjectOf {
            members = List.copyOf(members);
        }
    }

    /**
     * A member of an object.
     *
     * @param key its key; never an expression
     * @param value its value
     */
    record Member(String key, Template value) {}
}
