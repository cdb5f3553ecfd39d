package io.flowork.functions.mcp;

import io.flowork.core.error.WorkflowError;
import io.flowork.core.error.WorkflowError.Kind;
import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.secret.Masking;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonInteger;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;

/** Thrown when a server answers with an error of JSON-RPC. */
final class McpException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final int MOST_TEXT = 2_000;

    private final transient JsonObject problem;

    McpException(JsonObject problem) {
        super("an error of JSON-RPC");
        this.problem = problem;
    }

    /** The error's {@code data}, or null. */
    JsonValue data() {
        JsonValue data = problem.get("data");
        return data == null ? JsonObject.EMPTY : data;
    }

    /**
     * The error that the workflow sees.
     *
     * @param what what was asked, such as {@code tools/call}
     */
    FunctionException failure(String what, Masking masking) {
        long code = problem.get("code") instanceof JsonInteger number ? number.value() : 0;
        JsonValue message = problem.get("message");
        String said = masking.text(message == null ? "" : Arguments.textOf(message));
        String shown = said.length() <= MOST_TEXT ? said : said.substring(0, MOST_TEXT) + "…";
        String detail = what + " failed with code " + code + (shown.isEmpty() ? "" : ": " + shown);
        return new FunctionException(
                error(code, detail.endsWith(".") ? detail : detail + ".").with(masking.value(problem)));
    }

    private static WorkflowError error(long code, String detail) {
        if (code == -32602) {
            return WorkflowError.of(Kind.VALIDATION, detail);
        }
        int status = code == -32601 ? 501 : code == -32002 ? 404 : 500;
        return WorkflowError.of(Kind.COMMUNICATION, status, detail);
    }
}
