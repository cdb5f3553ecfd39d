package io.flowork.core.jq;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.jq.JqParser;
import io.flowork.grammar.jq.ParsedFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandardExpressionsTest {
    private static final Pattern ENCLOSED = Pattern.compile("\\$\\{(.*?)\\}\\s*[\"']?\\s*$", Pattern.MULTILINE);
    private static final List<String> VARIABLES = List.of(
            "context",
            "input",
            "output",
            "secrets",
            "authorization",
            "task",
            "workflow",
            "runtime",
            "item",
            "index",
            "error",
            "err");

    @Test
    void everyExpressionOfTheStandardsExamplesCompiles() throws IOException {
        List<String> failures = new ArrayList<>();
        Set<String> found = new TreeSet<>();
        for (String folder : List.of("examples", "ctk")) {
            try (Stream<Path> files = Files.walk(JqSuite.shared("spec").resolve(folder))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Matcher matcher = ENCLOSED.matcher(Files.readString(file));
                    while (matcher.find()) {
                        found.add(matcher.group(1).trim());
                    }
                }
            }
        }
        for (String expression : found) {
            ParsedFilter parsed = JqParser.parse(expression);
            List<String> names = new ArrayList<>(VARIABLES);
            Matcher loop = Pattern.compile("\\$(\\w+)").matcher(expression);
            while (loop.find() && !VARIABLES.contains(loop.group(1))) {
                names.add(loop.group(1));
            }
            try {
                CompiledFilter.compile(parsed.filter(), names);
                parsed.problems().forEach(problem -> failures.add(expression + ": " + problem));
            } catch (JqCompileException e) {
                failures.add(expression + ": " + e.problems());
            }
        }
        System.out.println(found.size() + " expressions of the standard's examples and conformance kit");
        assertThat(failures).isEmpty();
        assertThat(found).hasSizeGreaterThan(20);
    }
}
