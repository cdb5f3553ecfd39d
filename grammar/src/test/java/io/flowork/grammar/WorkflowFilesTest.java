package io.flowork.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkflowFilesTest {
    @Test
    void byName() {
        assertThat(WorkflowFiles.isWorkflow("a.flow.yaml", "")).isTrue();
        assertThat(WorkflowFiles.isWorkflow("folder/a.sw.json", "{}")).isTrue();
        assertThat(WorkflowFiles.isWorkflow("A.FLOW.YML", "")).isTrue();
        assertThat(WorkflowFiles.isWorkflow("flow.yaml", "")).isFalse();
    }

    @Test
    void byContent() {
        assertThat(WorkflowFiles.isWorkflow("a.yaml", "document:\n  dsl: 1.0.3\n"))
                .isTrue();
        assertThat(WorkflowFiles.isWorkflow("a.json", "{\"document\": {\"dsl\": \"1.0.3\"}}"))
                .isTrue();
        assertThat(WorkflowFiles.isWorkflow("a.yaml", "document: {dsl: 1.0.3}\ndo: [\n"))
                .isTrue();
    }

    @Test
    void otherFilesAreLeftAlone() {
        assertThat(WorkflowFiles.isWorkflow("compose.yaml", "services: {}\n")).isFalse();
        assertThat(WorkflowFiles.isWorkflow("a.yaml", "# document: dsl\nx: 1\n"))
                .isFalse();
        assertThat(WorkflowFiles.isWorkflow("a.yaml", "document: dsl\n")).isFalse();
    }
}
