package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.diagnostic.Severity;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafeFixesTest {
    private static final String HEAD = """
            document:
              dsl: '1.0.3'   # the version
              namespace: examples
              name: fixes
              version: '0.1.0'
            """;

    private static SafeFixes.Result fix(String text) {
        return SafeFixes.apply(
                SourceText.of("text", text),
                source -> WorkflowAnalysis.analyze(source).diagnostics());
    }

    @Test
    void commentsAndLayoutStay() {
        SafeFixes.Result result = fix(HEAD + """
                do:
                  # say hello
                  - greet:    # first
                      set:
                        text:   ${ {a: .b} }   # an object

                  - pause:
                      wait:   5s
                  - again:
                      wait:
                        secods:3
                """);
        assertThat(result.source().text()).isEqualTo(HEAD + """
                        do:
                          # say hello
                          - greet:    # first
                              set:
                                text:   '${ {a: .b} }'   # an object

                          - pause:
                              wait:   PT5S
                          - again:
                              wait:
                                seconds: 3
                        """);
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.applied())
                .extracting(applied -> applied.line() + " " + applied.fix().title())
                .containsExactlyInAnyOrder(
                        "10 Put it in quotes", "13 Write PT5S", "16 Insert a space", "16 Change to 'seconds'");
    }

    @Test
    void lineEndsStay() {
        String text = (HEAD + "do:\n  - a:\n      wait: 5s\n").replace("\n", "\r\n");
        assertThat(fix(text).source().text()).isEqualTo(text.replace("5s", "PT5S"));
    }

    @Test
    void jsonStaysJson() {
        assertThat(
                        fix("{\"document\": {\"dsl\": \"1.0.3\", \"namespace\": \"a\", \"name\": \"b\", \"version\": \"1.0.0\"},"
                                        + " \"do\": [{\"a\": {\"wait\": {\"secods\": 1}}}, {\"b\": {\"wait\": \"5s\"}}]}")
                                .source()
                                .text())
                .contains("{\"seconds\": 1}", "{\"wait\": \"PT5S\"}");
    }

    @Test
    void namesOfTheAuthorAreNotGuessed() {
        String text = HEAD + "do:\n  - first: {set: {a: 1}, then: secnd}\n  - second: {wait: PT1S}\n";
        SafeFixes.Result result = fix(text);
        assertThat(result.source().text()).isEqualTo(text);
        assertThat(result.applied()).isEmpty();
        assertThat(result.diagnostics()).extracting(Diagnostic::code).containsExactly("FW1301");
    }

    @Test
    void aFixThatDoesNotMendIsNotMade() {
        String text = HEAD
                + "do:\n  - a:\n      for: {in: .x}\n      while: '${ ${ .y'\n      do:\n        - b: {wait: PT1S}\n";
        SafeFixes.Result result = fix(text);
        assertThat(result.source().text()).isEqualTo(text);
        assertThat(result.diagnostics()).isNotEmpty();
    }

    @Test
    void anySpoiltExampleGetsNoWorse() {
        long seed = Long.getLong("flowork.seed", 20261122);
        System.out.println("SafeFixesTest.anySpoiltExampleGetsNoWorse: -Dflowork.seed=" + seed);
        Random random = new Random(seed);
        List<SourceText> examples = new ArrayList<>(StandardWorkflows.own());
        int fixed = 0;
        for (int round = 0; round < 1500; round++) {
            String text = examples.get(random.nextInt(examples.size())).text();
            int at = random.nextInt(text.length() - 1);
            String spoilt = switch (random.nextInt(4)) {
                case 0 -> text.substring(0, at) + text.substring(at + 1);
                case 1 -> text.replaceFirst(": ", ":");
                case 2 -> text.substring(0, at) + text.charAt(at + 1) + text.charAt(at) + text.substring(at + 2);
                default -> text.replaceFirst("(\\$\\{.*}) *\n", "\\$\\{ {a: 1} }\n");
            };
            long before =
                    errors(WorkflowAnalysis.analyze(SourceText.of("x", spoilt)).diagnostics(), "FW10");
            SafeFixes.Result result = fix(spoilt);
            fixed += result.applied().isEmpty() ? 0 : 1;
            assertThat(errors(result.diagnostics(), "FW10")).as(spoilt).isLessThanOrEqualTo(before);
            assertThat(fix(result.source().text()).applied())
                    .as("nothing is left to fix in\n" + result.source().text())
                    .isEmpty();
        }
        assertThat(fixed).isGreaterThan(100);
    }

    private static long errors(List<Diagnostic> diagnostics, String prefix) {
        return diagnostics.stream()
                .filter(diagnostic -> diagnostic.severity() == Severity.ERROR
                        && diagnostic.code().startsWith(prefix))
                .count();
    }
}
