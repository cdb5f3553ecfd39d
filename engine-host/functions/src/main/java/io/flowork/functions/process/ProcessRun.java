package io.flowork.functions.process;

import io.flowork.functions.arguments.Arguments;
import io.flowork.functions.arguments.Failures;
import io.flowork.functions.spi.FunctionException;
import io.flowork.grammar.json.JsonArray;
import io.flowork.grammar.json.JsonNull;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a workflow says about a process besides what it runs.
 *
 * @param arguments its arguments
 * @param stdin its standard input, or null for none
 * @param environment the variables added to its environment
 * @param result what of it becomes the output
 */
record ProcessRun(List<String> arguments, @Nullable String stdin, Map<String, String> environment, Result result) {

    /** What of a process becomes the output. */
    enum Result {
        STDOUT,
        STDERR,
        CODE,
        ALL,
        NONE
    }

    static ProcessRun of(Arguments with) throws FunctionException {
        JsonValue stdin = with.get("stdin");
        Map<String, String> environment = new LinkedHashMap<>();
        for (JsonObject.Member variable : with.object("environment")) {
            if (variable.key().isEmpty()
                    || variable.key().indexOf('=') >= 0
                    || variable.key().indexOf('\0') >= 0) {
                throw Failures.validation("'environment' of " + with.of()
                        + " has a variable whose name is not allowed: '" + variable.key() + "'.");
            }
            environment.put(variable.key(), Arguments.textOf(variable.value()));
        }
        return new ProcessRun(
                arguments(with), stdin == null ? null : Arguments.textOf(stdin), environment, result(with));
    }

    /** An array since version 1.0.3 of the DSL; before, a map whose entries are {@code key} or {@code key=value}. */
    private static List<String> arguments(Arguments with) throws FunctionException {
        List<String> arguments = new ArrayList<>();
        switch (with.get("arguments")) {
            case null -> {}
            case JsonArray array -> array.forEach(element -> arguments.add(Arguments.textOf(element)));
            case JsonObject object ->
                object.forEach((key, value) ->
                        arguments.add(value == JsonNull.NULL ? key : key + "=" + Arguments.textOf(value)));
            case JsonValue other -> throw with.wrong("arguments", "an array of strings", other);
        }
        return arguments;
    }

    private static Result result(Arguments with) throws FunctionException {
        return switch (with.text("return")) {
            case null -> Result.STDOUT;
            case "stdout" -> Result.STDOUT;
            case "stderr" -> Result.STDERR;
            case "code" -> Result.CODE;
            case "all" -> Result.ALL;
            case "none" -> Result.NONE;
            case String other ->
                throw Failures.validation("'return' of " + with.of()
                        + " must be stdout, stderr, code, all or none, but it is '" + other + "'.");
        };
    }
}
