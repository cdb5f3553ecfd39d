package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.JqProblem;
import io.flowork.grammar.jq.NameChecker;
import io.flowork.grammar.jq.NameProblem;
import io.flowork.grammar.jq.ParsedFilter;
import io.flowork.grammar.json.JsonString;
import io.flowork.grammar.json.JsonValue;
import io.flowork.grammar.text.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JqSuiteTest {
    /** Per cent of the cases in scope. */
    private static final double LEAST = 99;

    /** What a workflow cannot have, by the README beside the cases: modules, files, other inputs, the environment. */
    private static final Pattern OUT_OF_SCOPE =
            Pattern.compile("^\\s*(import|include|module)\\b|\\b(modulemeta|input|inputs"
                    + "|debug|stderr|halt|halt_error|input_filename|env|get_search_list)\\b|\\$ENV");

    @ParameterizedTest
    @ValueSource(
            strings = {"jq.test", "man.test", "base64.test", "uri.test", "onig.test", "manonig.test", "optional.test"})
    void casesOfTheJqProject(String file) {
        int passed = 0;
        int total = 0;
        Set<String> exceptions = JqDocument.differences("exceptions", file);
        Set<String> contradictions = JqDocument.differences("contradictions", file);
        int beyond = contradictions.size();
        List<String> surprises = new ArrayList<>();
        for (JqSuite.Case one : JqSuite.read(file)) {
            if (OUT_OF_SCOPE.matcher(one.program()).find()) {
                continue;
            }
            String failure = run(one);
            boolean contradicts = contradictions.remove(one.program());
            boolean expected = contradicts || exceptions.remove(one.program());
            if (!contradicts) {
                total++;
                passed += failure.isEmpty() ? 1 : 0;
            }
            if (failure.isEmpty() == expected) {
                surprises.add(file + ":" + one.line() + " " + one.program() + "\n    "
                        + (expected ? "passes, but docs/jq.md lists it as a difference" : failure));
            }
        }
        exceptions.addAll(contradictions);
        exceptions.forEach(program -> surprises.add(file + ": docs/jq.md lists " + program + ", which is no case"));
        System.out.println(file + ": " + passed + " of " + total
                + (beyond == 0 ? "" : ", not counting " + beyond + " that want integers rounded"));
        assertThat(surprises).isEmpty();
        assertThat(passed * 100.0 / total).isGreaterThanOrEqualTo(LEAST);
    }

    /** What is said of the programs that jq refuses, and where: the first problem, which is what an author sees. */
    @Test
    void refusalsOfTheJqProject() throws IOException {
        StringBuilder said = new StringBuilder();
        for (String file : List.of("jq.test", "man.test", "onig.test", "manonig.test", "uri.test", "base64.test")) {
            for (JqSuite.Case one : JqSuite.read(file)) {
                if (one.fails()) {
                    said.append(file).append(':').append(one.line()).append(' ');
                    said.append(refusal(one.program())).append('\n');
                }
            }
        }
        Path expected = JqDocument.root().resolve("testdata/jq/refusals.expected");
        if (Boolean.getBoolean("update.golden")) {
            Files.writeString(expected, said);
        }
        assertThat(said.toString()).isEqualTo(Files.readString(expected));
        assertThat(said.toString().lines()).hasSizeGreaterThan(15);
    }

    private static String refusal(String program) {
        ParsedFilter parsed = JqParser.parse(program);
        if (parsed.problems().isEmpty()) {
            NameProblem problem = NameChecker.check(parsed.filter(), Set.of()).getFirst();
            return marked(program, problem.range()) + " " + problem.refusal().message();
        }
        JqProblem problem = parsed.problems().getFirst();
        JqProblem.Related related = problem.related();
        return marked(program, problem.range()) + " " + problem.message()
                + (related == null ? "" : " (" + marked(program, related.range()) + " " + related.message() + ")");
    }

    /** A part of a program: its range and its text. */
    private static String marked(String program, Range range) {
        return range.start() + "-" + range.end() + " »" + program.substring(range.start(), range.end()) + "«";
    }

    private static String run(JqSuite.Case one) {
        ParsedFilter parsed = JqParser.parse(one.program());
        if (one.fails()) {
            if (!parsed.problems().isEmpty()) {
                return "";
            }
            try {
                CompiledFilter.compile(parsed.filter(), List.of());
                return "compiles, but should not";
            } catch (JqCompileException e) {
                return "";
            }
        }
        if (!parsed.problems().isEmpty()) {
            return "does not parse: " + parsed.problems();
        }
        List<JsonValue> outputs = new ArrayList<>();
        String ended = "";
        try {
            CompiledFilter filter = CompiledFilter.compile(parsed.filter(), List.of());
            filter.forEach(value(one.input()), Variables.NONE, new JqMachine(JqLimits.DEFAULT), outputs::add);
        } catch (JqCompileException e) {
            return "does not compile: " + e.getMessage();
        } catch (JqException e) {
            ended = " then " + e.kind() + " " + e.getMessage();
        }
        List<JsonValue> expected =
                one.outputs().stream().map(JqSuiteTest::value).toList();
        Meter meter = new Meter(JqLimits.DEFAULT, new Interrupt());
        boolean same = outputs.size() == expected.size();
        for (int i = 0; same && i < outputs.size(); i++) {
            same = Ordering.total(meter).compare(outputs.get(i), expected.get(i)) == 0;
        }
        return same ? "" : "gives " + outputs + ended + "\n    wants " + expected;
    }

    private static JsonValue value(String text) {
        return JsonTextReader.parse(new Meter(JqLimits.DEFAULT, new Interrupt()), JsonString.of(text));
    }
}
