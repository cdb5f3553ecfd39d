package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis.Analysis;
import io.flowork.grammar.testing.StandardWorkflows;
import io.flowork.grammar.text.SourceText;
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

    private static void isWorkflow(SourceText source) {
        Analysis analysis = WorkflowAnalysis.analyze(source);
        assertThat(analysis.diagnostics()).as(source.name()).isEmpty();
        assertThat(analysis.workflow()).as(source.name()).isNotNull();
    }
}
