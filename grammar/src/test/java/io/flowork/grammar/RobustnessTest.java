package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.diagnostic.Diagnostic;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
import io.flowork.grammar.yaml.YamlReader;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, there is an answer: a workflow, or an error that says why there is none. */
class RobustnessTest {
    @Test
    void randomChangesOfExamples() {
        long seed = Long.getLong("flowork.seed", System.nanoTime());
        System.out.println("RobustnessTest.randomChangesOfExamples: -Dflowork.seed=" + seed);
        Random random = new Random(seed);
        List<SourceText> examples = StandardWorkflows.examples();
        String pieces = "{}[]:,-#&*!|>'\"%@`?\t\n\r \\${}.\u0000\u0085\uFEFF\uD83D\uDE00é0a";
        for (int round = 0; round < 2000; round++) {
            StringBuilder text = new StringBuilder(
                    examples.get(random.nextInt(examples.size())).text());
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(text.length());
                char piece = pieces.charAt(random.nextInt(pieces.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.insert(at, piece);
                    case 1 -> text.setCharAt(at, piece);
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(20)));
                }
            }
            check(text.toString());
        }
    }

    @Test
    void lineEndsAndByteOrderMarksDoNotMatter() {
        for (SourceText example : StandardWorkflows.examples()) {
            String windows = "\uFEFF" + example.text().replace("\n", "\r\n");
            Analysis analysis = WorkflowAnalysis.analyze(SourceText.of(example.name(), windows));
            assertThat(codes(analysis)).as(example.name()).isEqualTo(codes(WorkflowAnalysis.analyze(example)));
        }
    }

    private static List<String> codes(Analysis analysis) {
        return analysis.diagnostics().stream().map(Diagnostic::code).toList();
    }

    @Test
    void aTextThatIsTooLarge() {
        String text = "# " + "x".repeat(YamlReader.MAX_LENGTH);
        assertThat(WorkflowAnalysis.analyze(SourceText.of("large", text)).diagnostics())
                .extracting(Diagnostic::code)
                .containsExactly("FW1015");
    }

    private static void check(String text) {
        SourceText source = SourceText.of("text", text);
        Analysis analysis;
        try {
            analysis = WorkflowAnalysis.analyze(source);
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError("failed on:\n" + text, e);
        }
        assertThat(analysis.hasErrors())
                .as("an error says why there is no workflow in:\n%s", text)
                .isEqualTo(analysis.workflow() == null);
        for (Diagnostic diagnostic : analysis.diagnostics()) {
            assertThat(diagnostic.range().end()).isLessThanOrEqualTo(text.length());
            assertThat(diagnostic.message()).isNotBlank();
        }
    }
}
