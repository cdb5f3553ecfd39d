package io.flowork.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.WorkflowAnalysis;
import io.flowork.grammar.text.SourceText;
import org.junit.jupiter.api.Test;

class LargeWorkflowTest {
    @Test
    void nothingIsWrongWithIt() {
        String text = LargeWorkflow.ofLines(1_000);
        assertThat(text.lines()).hasSizeGreaterThanOrEqualTo(1_000);
        assertThat(WorkflowAnalysis.analyze(SourceText.of("large.flow.yaml", text))
                        .diagnostics())
                .isEmpty();
    }
}
