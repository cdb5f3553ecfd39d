package io.flowork.functions.process;

import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonNumber;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;

/**
 * How a process ended. One that ends with another code than 0 is an error, unless the workflow asked for the code.
 *
 * @param what what it was, as the author wrote it, such as {@code run: shell}
 * @param code its exit code
 * @param stdout what it printed, without secrets
 * @param stderr what it printed as errors, without secrets
 */
record Ended(String what, int code, String stdout, String stderr) {
    /** How much of what a failed process printed is kept in the error, in characters from its end. */
    private static final int TAIL = 2_000;

    /** What the workflow asked for. */
    JsonValue as(ProcessRun.Result result) throws FunctionException {
        return switch (result) {
            case CODE -> JsonNumber.of((long) code);
            case ALL -> all(stdout, stderr);
            case STDOUT -> succeeded(JsonString.of(stdout));
            case STDERR -> succeeded(JsonString.of(stderr));
            case NONE -> succeeded(JsonNull.NULL);
        };
    }

    private JsonObject all(String printed, String complained) {
        return new JsonObject.Builder()
                .put("code", JsonNumber.of((long) code))
                .put("stdout", printed)
                .put("stderr", complained)
                .build();
    }

    private JsonValue succeeded(JsonValue result) throws FunctionException {
        if (code == 0) {
            return result;
        }
        String reason = tail(stderr).strip();
        throw new FunctionException(
                Failures.runtime(what + " ended with exit code " + code + (reason.isEmpty() ? "." : ": " + reason))
                        .error()
                        .with(all(tail(stdout), tail(stderr))));
    }

    private static String tail(String text) {
        return text.length() <= TAIL ? text : "…" + text.substring(text.length() - TAIL);
    }
}
