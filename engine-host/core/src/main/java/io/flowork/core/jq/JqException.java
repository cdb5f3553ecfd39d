package io.flowork.core.jq;

import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;

/** Thrown when an evaluation fails or is stopped. */
public final class JqException extends RuntimeException {
    /** Why an evaluation ended. */
    public enum Kind {
        /** The program raised an error, or an operation did not fit its operands; {@code try} catches it. */
        ERROR,
        /** The step budget is used up. */
        STEPS,
        /** The byte budget is used up. */
        BYTES,
        /** What was left of the steps of all evaluations together is used up. */
        RUN_STEPS,
        /** What was left of the bytes of all evaluations together is used up. */
        RUN_BYTES,
        /** Calls, forks or a value are nested too deeply. */
        DEPTH,
        /** {@link Interrupt#raise} was called. */
        INTERRUPTED
    }

    private final Kind kind;
    private final JsonValue value;
    private Range range = Range.NONE;
    private boolean located;

    private JqException(Kind kind, JsonValue value, String message) {
        super(message, null, false, false);
        this.kind = kind;
        this.value = value;
    }

    static JqException error(String message) {
        return new JqException(Kind.ERROR, JsonString.of(message), message);
    }

    /** An error whose value is any JSON, as raised by {@code error}. */
    static JqException error(JsonValue value) {
        String message =
                value instanceof JsonString text ? text.value() : Types.describe(value) + " was raised as an error";
        return new JqException(Kind.ERROR, value, message);
    }

    static JqException stopped(Kind kind, String message) {
        return new JqException(kind, JsonString.of(message), message);
    }

    JqException at(Range place) {
        if (!located) {
            located = true;
            range = place;
        }
        return this;
    }

    /** Why the evaluation ended. */
    public Kind kind() {
        return kind;
    }

    /** The error's value: what {@code try … catch} sees; a string with the message unless the program raised another. */
    public JsonValue value() {
        return value;
    }

    /** Where in the program's text it happened. */
    public Range range() {
        return range;
    }
}
