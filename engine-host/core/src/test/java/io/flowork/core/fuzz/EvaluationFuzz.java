package io.flowork.core.fuzz;

import io.flowork.core.jq.CompiledFilter;
import io.flowork.core.jq.JqCompileException;
import io.flowork.core.jq.JqException;
import io.flowork.core.jq.JqLimits;
import io.flowork.core.jq.JqMachine;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonReader;
import io.flowork.grammar.json.JsonSyntaxException;
import io.flowork.grammar.json.JsonValue;
import java.util.List;

/**
 * Any jq program on any input gives outputs or a {@link JqException}, the same ones each time, and stops. The input comes
 * after a NUL character; without one it is a small object.
 */
public final class EvaluationFuzz {
    private static final JqLimits LIMITS = new JqLimits(200_000, 4 << 20, 2_000, 5_000);
    private static final JsonValue SAMPLE = JsonReader.parse("""
            {"a": 1, "b": [3, -1.5, "x", null, true], "c": {"name": "Ada", "tags": ["x", "y"]}, "d": "2026-01-02T03:04:05Z"}""");

    private EvaluationFuzz() {}

    /** Compiles and evaluates one program, twice. */
    public static void fuzzerTestOneInput(byte[] data) {
        String text = Fuzzed.text(data);
        int end = text.indexOf('\0');
        String program = end < 0 ? text : text.substring(0, end);
        ParsedFilter parsed = JqParser.parse(program);
        if (parsed.problems().isEmpty()) {
            JsonValue input = end < 0 ? SAMPLE : input(text.substring(end + 1));
            Fuzzed.promptly(() -> evaluate(parsed, input, program));
        }
    }

    private static JsonValue input(String text) {
        try {
            return JsonReader.parse(text);
        } catch (JsonSyntaxException e) {
            return SAMPLE;
        }
    }

    private static void evaluate(ParsedFilter parsed, JsonValue input, String program) {
        CompiledFilter filter;
        try {
            filter = CompiledFilter.compile(parsed.filter(), List.of("context"));
        } catch (JqCompileException e) {
            e.problems().forEach(problem -> Fuzzed.inside(problem.range(), program, "a problem"));
            return;
        }
        JqMachine machine = new JqMachine(LIMITS);
        String first = outcome(filter, input, machine, program);
        String again = outcome(filter, input, machine, program);
        String fresh = outcome(filter, input, new JqMachine(LIMITS), program);
        Fuzzed.require(first.equals(again), "with the same machine " + first + ", then " + again);
        Fuzzed.require(first.equals(fresh), "with one machine " + first + ", with another " + fresh);
    }

    private static String outcome(CompiledFilter filter, JsonValue input, JqMachine machine, String program) {
        StringBuilder outcome = new StringBuilder();
        try {
            filter.forEach(
                    input,
                    index -> SAMPLE,
                    machine,
                    output -> outcome.append(output.hash()).append(' '));
        } catch (JqException e) {
            Fuzzed.inside(e.range(), program, "an error");
            outcome.append(e.kind()).append(' ').append(e.value().hash());
        }
        return outcome.toString();
    }
}
