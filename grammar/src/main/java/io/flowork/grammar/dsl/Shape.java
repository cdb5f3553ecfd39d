package io.flowork.grammar.dsl;

import java.util.List;

/** What a value must be like. */
public sealed interface Shape {

    /**
     * Any data.
     *
     * @param object whether it must be an object
     * @param least the number of members the object must have at least
     * @param template whether texts inside that are <code>${ }</code> as a whole are expressions
     */
    record Data(boolean object, int least, boolean template) implements Shape {}

    /**
     * A text.
     *
     * @param format what it must look like
     * @param template whether a text that is <code>${ }</code> as a whole is an expression
     */
    record Text(Format format, boolean template) implements Shape {}

    /**
     * One of some texts.
     *
     * @param values the texts
     */
    record OneOf(List<String> values) implements Shape {}

    /**
     * An integer.
     *
     * @param least the smallest value
     * @param most the largest value
     */
    record Whole(long least, long most) implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** A duration: an object of units, an ISO 8601 text, or an expression. */
    record Span() implements Shape {}

    /**
     * An expression.
     *
     * @param enclosed whether <code>${ }</code> is needed around it
     */
    record Expression(boolean enclosed) implements Shape {}

    /**
     * A URI, perhaps with variables in braces.
     *
     * @param interpolated whether variables are replaced when the workflow runs
     * @param expression whether an expression can stand for it
     */
    record Uri(boolean interpolated, boolean expression) implements Shape {}

    /**
     * A list of named tasks.
     *
     * @param parallel whether they are done at the same time instead of one after the other
     */
    record Tasks(boolean parallel) implements Shape {}

    /** One task without a name of its own. */
    record OneTask() implements Shape {}

    /** Where to go: {@code continue}, {@code exit}, {@code end}, or a task of the same list. */
    record Flow() implements Shape {}

    /**
     * The name of something in {@code use}.
     *
     * @param section where it is defined
     */
    record Reference(Section section) implements Shape {}

    /**
     * An object whose keys the author chooses.
     *
     * @param values what each value must be like
     */
    record MapOf(Shape values) implements Shape {}

    /**
     * A list.
     *
     * @param items what each element must be like
     * @param least the number of elements it must have at least
     */
    record ListOf(Shape items, int least) implements Shape {}

    /**
     * A list of objects with one key each, the name of what is under it.
     *
     * @param values what is under each name
     * @param least the number of entries there must be at least
     */
    record NamedList(Shape values, int least) implements Shape {}

    /**
     * An object of a type of the language.
     *
     * @param type the type's name in {@link Language#type}
     */
    record Of(String type) implements Shape {}

    /**
     * One of several shapes, told apart by the kind of value: text, list or object.
     *
     * @param alternatives the shapes, no two for the same kind of value
     */
    record Either(List<Shape> alternatives) implements Shape {}

    /**
     * Data that its handler evaluates later, item by item; it reaches the handler as written.
     *
     * @param shape what it must be like
     */
    record Deferred(Shape shape) implements Shape {}

    /** What a text must look like. */
    enum Format {
        /** Anything. */
        NONE,
        /** A DNS label: up to 63 letters, digits and dashes. */
        NAME,
        /** A host name. */
        HOST,
        /** A semantic version. */
        VERSION,
        /** A version of the DSL. */
        DSL_VERSION,
        /** A cron expression of five fields. */
        CRON,
        /** A function to call. */
        FUNCTION,
        /** The name of an expression language. */
        LANGUAGE,
        /** A date and time with an offset, RFC 3339. */
        TIME,
        /** A JSON pointer, RFC 6901. */
        POINTER
    }

    /** A section of {@code use}. */
    enum Section {
        AUTHENTICATIONS("authentications", "authentication"),
        ERRORS("errors", "error"),
        FUNCTIONS("functions", "function"),
        RETRIES("retries", "retry policy"),
        SECRETS("secrets", "secret"),
        TIMEOUTS("timeouts", "timeout"),
        CATALOGS("catalogs", "catalog");

        private final String key;
        private final String noun;

        Section(String key, String noun) {
            this.key = key;
            this.noun = noun;
        }

        /** Its key in {@code use}. */
        public String key() {
            return key;
        }

        /** What one of its definitions is called. */
        public String noun() {
            return noun;
        }
    }
}
