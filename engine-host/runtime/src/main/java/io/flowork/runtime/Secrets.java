package io.flowork.runtime;

import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonValue;
import java.util.Optional;

/** Where the values of secrets come from. They never reach a state, a journal or a log. */
@FunctionalInterface
public interface Secrets {
    /** No secrets. */
    Secrets NONE = name -> Optional.empty();

    /**
     * The value of a secret: a text or an object.
     *
     * @throws FunctionException if it cannot be had, with the reason for the workflow's author
     */
    Optional<JsonValue> value(String name) throws FunctionException;
}
