package io.flowork.functions.http;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;

/** What of a response becomes the output of a call. */
public enum Output {
    /** The body in Base64. */
    RAW,
    /** The body, deserialised by its type. */
    CONTENT,
    /** The request, the status, the header and the deserialised body. */
    RESPONSE;

    /** Reads {@code output}; {@link #CONTENT} by default. */
    public static Output of(Arguments with) throws FunctionException {
        return switch (with.text("output")) {
            case null -> CONTENT;
            case "raw" -> RAW;
            case "content" -> CONTENT;
            case "response" -> RESPONSE;
            case String other ->
                throw Failures.validation(
                        "'output' of " + with.of() + " must be raw, content or response, but it is '" + other + "'.");
        };
    }
}
