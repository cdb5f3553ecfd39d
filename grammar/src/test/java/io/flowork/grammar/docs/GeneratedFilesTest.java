package io.flowork.grammar.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.flowork.grammar.json.JsonWriter;
import io.flowork.grammar.testing.StandardWorkflows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What is in {@code docs/} is what the language model and the catalogue say. After a change of them:
 * {@code ./mvnw -pl grammar test -Dtest=GeneratedFilesTest -Dupdate.golden}.
 */
class GeneratedFilesTest {
    private static final Path DOCS = StandardWorkflows.root().resolve("docs");

    @Test
    void schema() throws IOException {
        upToDate(DOCS.resolve("schema/workflow.schema.json"), JsonWriter.pretty(WorkflowSchema.json()) + "\n");
    }

    private static void upToDate(Path file, String content) throws IOException {
        if (System.getProperty("update.golden") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
        }
        assertThat(file).as("generated file; -Dupdate.golden writes it").exists();
        assertThat(Files.readString(file)).as(file.toString()).isEqualTo(content);
    }
}
