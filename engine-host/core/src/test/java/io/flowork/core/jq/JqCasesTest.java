package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our own cases of jq, by topic, in {@code testdata/jq}. */
class JqCasesTest {
    private static final Path FOLDER = JqDocument.root().resolve("testdata/jq");

    static Stream<JqSuite.Own> cases() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".cases"))
                    .sorted()
                    .toList();
            return sorted.stream().flatMap(file -> JqSuite.own(file).stream());
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outcome(JqSuite.Own one) {
        assertThat(outcome(one.input(), one.program())).isEqualTo(one.outcome());
    }

    @Test
    void thereAreManyAndNoneTwice() throws IOException {
        List<String> all = cases().map(JqSuite.Own::toString).toList();
        assertThat(all).hasSizeGreaterThan(700).doesNotHaveDuplicates();
    }

    /** The outputs, and what ends them, as a line of the files says it. */
    static String outcome(String input, String program) {
        ParsedFilter parsed = JqParser.parse(program);
        if (!parsed.problems().isEmpty()) {
            return "invalid: " + parsed.problems().getFirst().message();
        }
        StringBuilder outcome = new StringBuilder();
        try {
            CompiledFilter.compile(parsed.filter(), List.of())
                    .forEach(
                            JsonReader.parse(input),
                            Variables.NONE,
                            new JqMachine(JqLimits.DEFAULT),
                            output ->
                                    outcome.append(outcome.isEmpty() ? "" : " ").append(output));
        } catch (JqCompileException e) {
            return "invalid: " + e.problems().getFirst().message();
        } catch (JqException e) {
            outcome.append(outcome.isEmpty() ? "" : " ").append("error: ").append(e.getMessage());
        }
        return outcome.toString();
    }
}
