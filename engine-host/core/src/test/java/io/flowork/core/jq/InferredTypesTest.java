package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.analysis.Outputs;
import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.NameChecker;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonSecret;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.types.Type;
import io.flowork.grammar.types.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What the analysis says of random programs is what the evaluator does: every output is of the inferred type, and what
 * surely fails does.
 *
 * <p>{@code -Dflowork.seed=…} gives other programs, {@code -Dflowork.programs=…} more.
 */
class InferredTypesTest {
    private static final long SEED = Long.getLong("flowork.seed", 20_250_301L);
    private static final int PROGRAMS = Integer.getInteger("flowork.programs", 20_000);
    private static final List<String> VARIABLES = List.of("g", "h");

    private int failures;
    private int surelyFailed;
    private int precise;

    @Test
    void everyOutputIsOfTheInferredType() {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < PROGRAMS && wrong.size() < 10; i++) {
            String problem = tried(SEED + i);
            if (problem != null) {
                wrong.add("seed " + (SEED + i) + ": " + problem);
            }
        }
        System.out.println(PROGRAMS + " programs from seed " + SEED + ": " + failures + " failed, " + surelyFailed
                + " of them surely, " + precise + " with a type that is known");
        assertThat(wrong).isEmpty();
        assertThat(surelyFailed).isGreaterThan(PROGRAMS / 50);
        assertThat(precise).isGreaterThan(PROGRAMS / 4);
    }

    private @Nullable String tried(long seed) {
        RandomPrograms random = new RandomPrograms(seed);
        String program = random.program(1 + random.below(4));
        JsonValue input = random.value(3);
        JsonValue g = random.value(2);
        JsonValue h = random.below(3) == 0 ? JsonSecret.of(new JsonSecret.Handle("key", List.of())) : random.value(1);
        ParsedFilter parsed = JqParser.parse(program);
        assertThat(parsed.problems()).as(program).isEmpty();
        Type type = random.below(3) == 0 ? Types.join(Type.of(input), Type.of(random.value(3))) : Type.of(input);
        Outputs outputs = Outputs.of(parsed.filter(), type, Map.of("g", Type.of(g), "h", Type.of(h)));
        List<JsonValue> values = new ArrayList<>();
        JqException failure = null;
        try {
            CompiledFilter.compile(parsed.filter(), VARIABLES)
                    .forEach(
                            input,
                            Variables.of(List.of(g, h)),
                            new JqMachine(new JqLimits(200_000, 20_000_000L, 1_000, 10_000)),
                            values::add);
        } catch (JqException e) {
            failure = e;
        }
        return disagreement(program, input, type, outputs, values, failure);
    }

    private @Nullable String disagreement(
            String program,
            JsonValue input,
            Type type,
            Outputs outputs,
            List<JsonValue> values,
            @Nullable JqException failure) {
        String where = program + " on " + input + " of " + type + ", inferred " + outputs;
        precise += outputs.type().isUnknown() ? 0 : 1;
        for (JsonValue value : values) {
            if (!Types.contains(outputs.type(), value)) {
                return where + ", gave " + value;
            }
        }
        if (failure != null && failure.kind() != JqException.Kind.ERROR) {
            return null;
        }
        failures += failure == null ? 0 : 1;
        surelyFailed += outputs.fails() ? 1 : 0;
        if (failure != null && !outputs.mayFail()) {
            return where + ", failed: " + failure.getMessage();
        }
        if (failure == null && !outputs.mayGive(values.size())) {
            return where + ", gave " + values.size() + " outputs: " + values;
        }
        return null;
    }

    @Test
    void theCompilerFindsNoNameThatTheAnalysisDoesNot() {
        for (int i = 0; i < PROGRAMS / 4; i++) {
            RandomPrograms random = new RandomPrograms(SEED - i);
            String program = random.program(3)
                    .replaceFirst("\\$v0|\\.name|length|\\$l0", random.below(2) == 0 ? "\\$nobody" : "nothing");
            ParsedFilter parsed = JqParser.parse(program);
            if (!parsed.problems().isEmpty()) {
                continue;
            }
            boolean compiles = true;
            try {
                CompiledFilter.compile(parsed.filter(), VARIABLES);
            } catch (JqCompileException e) {
                compiles = false;
            }
            assertThat(NameChecker.check(parsed.filter(), VARIABLES).isEmpty())
                    .as("seed " + (SEED - i) + ": " + program)
                    .isEqualTo(compiles);
        }
    }
}
