package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWorkflowsTest {
    @Test
    void everyExampleOfTheStandardIsAWorkflow() {
        List<SourceText> examples = StandardWorkflows.examples();
        assertThat(examples).hasSize(68).allSatisfy(StandardWorkflowsTest::isWorkflow);
    }

    @Test
    void everyScenarioOfTheConformanceKitIsAWorkflow() {
        List<SourceText> scenarios = StandardWorkflows.scenarios();
        assertThat(scenarios).hasSize(21).allSatisfy(StandardWorkflowsTest::isWorkflow);
    }

    @Test
    void everyWorkflowOfOurOwnIsAWorkflow() {
        List<SourceText> own = StandardWorkflows.own().stream()
                .filter(source -> source.name().contains(".flow."))
                .toList();
        assertThat(own).hasSizeGreaterThan(10).allSatisfy(StandardWorkflowsTest::isWorkflow);
    }

    /**
     * In two of them {@code output.as} reads a member of what {@code listen} gives, which is an array: it fails. In
     * another, the author forgot that {@code then: end} counts for a task that is skipped as well; in the last, all colours
     * are among the cases, which only the author can know.
     */
    @Test
    void whatIsSaidAboutThemIsTrue() {
        List<SourceText> all = new ArrayList<>(StandardWorkflows.examples());
        all.addAll(StandardWorkflows.scenarios());
        assertThat(all.stream()
                        .flatMap(source -> WorkflowAnalysis.analyze(source).diagnostics().stream()
                                .map(diagnostic -> source.name() + " " + diagnostic.code())))
                .containsExactly(
                        "accumulate-room-readings.yaml FW1512",
                        "conditional-task.yaml FW1601",
                        "for.yaml FW1512",
                        "switch.feature:7 FW1606");
    }

    private static void isWorkflow(SourceText source) {
        Analysis analysis = WorkflowAnalysis.analyze(source);
        assertThat(analysis.hasErrors()).as(source.name()).isFalse();
        assertThat(analysis.workflow()).as(source.name()).isNotNull();
    }
}
