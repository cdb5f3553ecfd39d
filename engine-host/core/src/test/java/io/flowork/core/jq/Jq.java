package io.flowork.core.jq;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonObject;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonValue;
import java.util.List;

/** Short ways to evaluate in tests. */
final class Jq {
    private static final List<String> NAMES = List.of("secrets", "context");

    private Jq() {}

    static CompiledFilter compile(String program) {
        ParsedFilter parsed = JqParser.parse(program);
        if (!parsed.problems().isEmpty()) {
            throw new IllegalArgumentException(program + ": " + parsed.problems());
        }
        return CompiledFilter.compile(parsed.filter(), NAMES);
    }

    /** The outputs as compact JSON, separated by spaces. */
    static String run(String program, String input) {
        return run(program, JsonReader.parse(input), new JqMachine(JqLimits.DEFAULT));
    }

    static String run(String program, JsonValue input, JqMachine machine) {
        StringBuilder outputs = new StringBuilder();
        compile(program)
                .forEach(
                        input,
                        Jq::variable,
                        machine,
                        output -> outputs.append(outputs.isEmpty() ? "" : " ").append(output));
        return outputs.toString();
    }

    static JsonValue one(String program) {
        return compile(program).evaluate(JsonReader.parse("null"), Jq::variable, new JqMachine(JqLimits.DEFAULT));
    }

    private static JsonValue variable(int index) {
        return index == 0
                ? JsonObject.of("key", JsonSecret.of(new JsonSecret.Handle("key", List.of())))
                : JsonReader.parse("{\"a\":{\"b\":1}}");
    }
}
